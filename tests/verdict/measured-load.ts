import { TimeHistogram } from '../../lib/load/time-histogram.ts'
import type { LoadRecord, SeriesRecord, TimeName } from '../../lib/record/load-record.ts'
import type { Evidence, Measurement } from '../../lib/record/measurement.ts'
import type { MetricValue } from '../../lib/units/dimension.ts'
import type { Labels } from '../../lib/units/labels.ts'

/** The properties of one worker under a load for a test. */
export interface WorkerFigures {
  readonly ok?: number
  readonly faults?: Readonly<Record<string, number>>
  readonly inFlightMax?: number
  readonly timesMs?: Partial<Record<TimeName, number>>
  readonly inputTokens?: number
  readonly outputTokens?: number
}

/** The properties of a load for a test; the rest is that of a quiet one. */
export interface LoadFigures {
  readonly labels?: Labels
  readonly workers: Readonly<Record<string, WorkerFigures>>
  readonly change?: Partial<LoadRecord>
}

/** A load like `runLoad` would record it. */
export function load({ labels = {}, workers, change = {} }: LoadFigures): LoadRecord {
  const series = Object.entries(workers).map(([id, figures]) => [id, seriesOf(figures)] as const)
  const total = mergeSeries(series.map(([, each]) => each))
  const { inFlightMax } = total
  return {
    labels,
    driver: 'closed',
    workload: { name: 'any', hash: 'any' },
    startedAt: '2026-01-01T00:00:00Z',
    durationMs: 1_000,
    started: total.ended,
    dropped: 0,
    retries: 0,
    slotsExceeded: 0,
    isCutShort: false,
    total,
    timeline: [],
    workers: Object.fromEntries(series),
    busySlots: { mean: inFlightMax, untilLastStart: inFlightMax, most: inFlightMax },
    client: {
      eventLoopDelayP99Ms: 0,
      eventLoopDelayMaxMs: 0,
      eventLoopUtilization: 0,
      cpuCores: 0,
      lateStartP99Ms: 0,
      lateStartMaxMs: 0,
      inFlightMean: inFlightMax,
      limitedBy: [],
    },
    ...change,
  }
}

function seriesOf({ ok = 40, faults = {}, inFlightMax = 3, ...figures }: WorkerFigures) {
  const { timesMs = ok > 0 ? { latency: 30, service_time: 30 } : {} } = figures
  const failed = Object.values(faults).reduce((sum, count) => sum + count, 0)
  const { inputTokens = 0, outputTokens = 0 } = figures
  const times = Object.entries(timesMs).map(([name, avgMs]) => [name, timeRecord(ok, avgMs)])
  return {
    ended: ok + failed,
    ok,
    faults,
    inputTokens,
    outputTokens,
    inFlightMax,
    times: Object.fromEntries(times) as SeriesRecord['times'],
  }
}

function mergeSeries(series: readonly SeriesRecord[]): SeriesRecord {
  const sum = (value: (each: SeriesRecord) => number) =>
    series.reduce((total, each) => total + value(each), 0)
  const names = [...new Set(series.flatMap(({ times }) => Object.keys(times) as TimeName[]))]
  const times = names.map((name) => {
    const known = series.flatMap((each) => each.times[name] ?? [])
    const count = known.reduce((total, time) => total + time.count, 0)
    const all = known.reduce((total, time) => total + time.avgMs * time.count, 0)
    const longest = Math.max(...known.map(({ maxMs }) => maxMs))
    return [name, { ...timeRecord(count, all / count), maxMs: longest }]
  })
  return {
    ended: sum(({ ended }) => ended),
    ok: sum(({ ok }) => ok),
    faults: Object.assign({}, ...series.map(({ faults }) => faults)),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    inFlightMax: sum(({ inFlightMax }) => inFlightMax),
    times: Object.fromEntries(times),
  }
}

/** All of them are equal. */
function timeRecord(count: number, avgMs: number) {
  const times = new TimeHistogram()
  for (let each = 0; each < count; each++) times.record(avgMs)
  const same = { minMs: avgMs, maxMs: avgMs, p50Ms: avgMs, p90Ms: avgMs, p95Ms: avgMs }
  const histogram = times.toRecord()?.histogram ?? ''
  return { count, avgMs, ...same, p99Ms: avgMs, p999Ms: avgMs, histogram }
}

/** A measurement like a check would return it. */
export function measurement(
  metrics: Readonly<Record<string, MetricValue>>,
  loads: readonly LoadRecord[],
  change: Partial<Measurement> = {},
): Measurement {
  return {
    check: 'benchmark',
    subject: { name: 'cluster' },
    notes: [],
    evidence: [],
    metrics,
    loads,
    startedAt: '2026-01-01T00:00:00Z',
    durationMs: 1_000,
    ...change,
  }
}

/** Failed connects during a load, as `NetworkWatch` reports them. */
export function failedConnects(
  id: string,
  failed: number,
  tries: number,
  outcome: Evidence['outcome'],
): Evidence {
  return {
    attempt: `TCP connect to 10.0.0.${id.slice(-1)}:1234 during the load`,
    outcome,
    detail: `${id}: ${failed} of ${tries} failed: as the probe says`,
    afterMs: 1,
  }
}
