import { formatQuantity } from '../../../units/quantity.ts'
import type { LoadLevel } from '../evidence/load-level.ts'
import { loadWorkers, meanTimeOf } from '../evidence/load-workers.ts'

/** A worker that takes longer for a request than the others. */
export interface SlowWorker {
  readonly id: string
  readonly serviceMs: number
  /** Slowdown factor. */
  readonly times: number
}

export interface SlowWorkers {
  /** The slowest first; at least one. */
  readonly slow: readonly [SlowWorker, ...SlowWorker[]]
  /** The time of a worker that is not slow. */
  readonly usualMs: number
}

/** Below, it is not a difference between equal machines. */
const slowFrom = 1.25

/** The workers of a level that are slow; undefined if none is, or without others to compare with. */
export function slowWorkersOf({ loads, baseline }: LoadLevel): SlowWorkers | undefined {
  const known = loadWorkers(loads).flatMap(({ id, serviceMs }) =>
    serviceMs === undefined ? [] : [{ id, serviceMs }],
  )
  const times = known.map(({ serviceMs }) => serviceMs)
  const alone = meanTimeOf(baseline, 'service_time')
  const usualMs = lowerMedian(alone === undefined ? times : [...times, alone])
  if (known.length < 2 || !usualMs) return undefined
  const [slowest, ...others] = known
    .map((worker) => ({ ...worker, times: worker.serviceMs / usualMs }))
    .filter((worker) => worker.times >= slowFrom)
    .toSorted((a, b) => b.times - a.times)
  return slowest && { slow: [slowest, ...others], usualMs }
}

/** With an even number the lower one: of two workers, the faster is the usual one. */
function lowerMedian(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]
}

/** `w3 takes 3.0x as long for a request (79.0ms) as is usual here (26.2ms)`. */
export function reportSlow({ slow, usualMs }: SlowWorkers): string {
  const each = slow.map(({ id, serviceMs, times }) => {
    const much = formatQuantity(Number(times.toPrecision(2)), 'multiplier')
    return `${id} takes ${much} as long for a request (${ms(serviceMs)})`
  })
  return `${each.join(', ')} as is usual here (${ms(usualMs)})`
}

const ms = (value: number) => formatQuantity(value, 'duration')
