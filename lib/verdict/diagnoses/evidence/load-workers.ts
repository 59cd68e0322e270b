import type { LoadRecord, SeriesRecord, TimeName } from '../../../record/load-record.ts'

/** One worker over several loads. */
export interface LoadWorker {
  readonly id: string
  readonly ok: number
  /** Requests whose last attempt was on it and failed. */
  readonly faults: number
  /** Mean time of its successful responses; undefined: none. */
  readonly serviceMs: number | undefined
  /** The maximum that it had in flight. */
  readonly inFlightMax: number
  /** In one of the loads it got nothing. */
  readonly wasLeftOut: boolean
}

export function loadWorkers(loads: readonly LoadRecord[]): LoadWorker[] {
  return workerIds(loads).map((id) => {
    const series = loads.flatMap(({ workers }) => workers[id] ?? [])
    return {
      id,
      ok: sum(series, ({ ok }) => ok),
      faults: sum(series, ({ ended, ok }) => ended - ok),
      serviceMs: meanTime(series, 'service_time'),
      inFlightMax: Math.max(...series.map(({ inFlightMax }) => inFlightMax)),
      wasLeftOut: series.some(({ inFlightMax }) => inFlightMax === 0),
    }
  })
}

/** The workers that these loads could use. */
export function workerIds(loads: readonly LoadRecord[]): string[] {
  return [...new Set(loads.flatMap(({ workers }) => Object.keys(workers)))]
}

/** Mean of a time over all successful responses of several series; undefined if it was never measured. */
export function meanTime(series: readonly SeriesRecord[], name: TimeName): number | undefined {
  const times = series.flatMap((each) => each.times[name] ?? [])
  const count = sum(times, (time) => time.count)
  return count === 0 ? undefined : sum(times, (time) => time.avgMs * time.count) / count
}

/** The same over all workers. */
export function meanTimeOf(loads: readonly LoadRecord[], name: TimeName): number | undefined {
  return meanTime(
    loads.map(({ total }) => total),
    name,
  )
}

/**
 * Time from a request's arrival at a worker to its first token; undefined if responses were not streamed.
 */
export function firstTokenMs(series: readonly SeriesRecord[]): number | undefined {
  const ms = meanTime(series, 'ttft')
  return ms === undefined ? undefined : Math.max(0, ms - (meanTime(series, 'queue_wait') ?? 0))
}

export function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0)
}
