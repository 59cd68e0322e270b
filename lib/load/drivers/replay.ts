import type { Driver } from './driver.ts'
import { defaultMaxInFlight, runSchedule } from './schedule.ts'

export interface ReplayOptions {
  /** Arrival times, in milliseconds, never decreasing; the first one starts the load. */
  readonly timesMs: readonly number[]
  /** Speed factor; default 1. */
  readonly speed?: number
  /** Requests that are due while this many are in flight are dropped; default 10,000. */
  readonly maxInFlight?: number
  /** The time of the trace at which the load starts; default that of the first request. */
  readonly originMs?: number
}

/**
 * Starts requests as they arrived originally: the n-th at the n-th time of a trace.
 * @throws RangeError for a speed that is not above 0, and for times that decrease
 */
export function replay(options: ReplayOptions): Driver {
  const { timesMs, speed = 1, maxInFlight = defaultMaxInFlight } = options
  if (!(speed > 0 && speed < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`a speed must be above 0, not ${speed}`)
  }
  const falling = timesMs.findIndex((ms, index) => !(ms >= (timesMs[index - 1] ?? ms)))
  if (falling >= 0)
    throw new RangeError(`the time of number ${falling} is before the one before it`)
  const firstMs = options.originMs ?? timesMs[0] ?? 0
  function* dueTimes() {
    for (const ms of timesMs) yield (ms - firstMs) / speed
  }
  return {
    kind: 'replay',
    planned: timesMs.length,
    run: (context) => runSchedule(dueTimes(), maxInFlight, context),
  }
}
