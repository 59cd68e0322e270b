import { type Arrivals, plannedArrivals, unitArrivals } from './arrivals.ts'
import type { Driver } from './driver.ts'
import { countOfPart, everyNth, type Part } from './part.ts'
import { defaultMaxInFlight, runSchedule } from './schedule.ts'

export interface OpenOptions {
  readonly ratePerSecond: number
  readonly arrivals: Arrivals
  /** How many requests in all; none is due after `durationMs`. With neither it goes on until it is stopped. */
  readonly requests?: number
  readonly durationMs?: number
  /** Of the gaps of `poisson`; default 1. */
  readonly seed?: number
  /** Requests that are due while this many are in flight are dropped; default 10,000. */
  readonly maxInFlight?: number
  /** The part of the requests that it sends; default all of them. */
  readonly part?: Part
}

/**
 * Starts requests at a rate, however long responses take: an open loop. Latency counts from when a
 * request was due, so that one that waits behind a stall shows all of its wait (Tene, "How NOT to
 * measure latency"; Schroeder et al., "Open versus closed", NSDI 2006).
 * @throws RangeError for a rate that is not above 0
 */
export function open(options: OpenOptions): Driver {
  const { ratePerSecond, arrivals, seed = 1, part } = options
  const { maxInFlight = defaultMaxInFlight } = options
  const { requests = Number.POSITIVE_INFINITY, durationMs = Number.POSITIVE_INFINITY } = options
  if (!(ratePerSecond > 0 && ratePerSecond < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`a rate must be above 0, not ${ratePerSecond}`)
  }
  const within = (durationMs * ratePerSecond) / 1_000
  const planned = plannedArrivals({ arrivals, seed, requests, within })
  function* dueTimes() {
    for (const at of unitArrivals({ arrivals, seed, requests, within })) {
      yield (at * 1_000) / ratePerSecond
    }
  }
  return {
    kind: 'open',
    ...(planned !== undefined && { planned: countOfPart(planned, part) }),
    run: (context) => runSchedule(everyNth(dueTimes(), part), maxInFlight, context),
  }
}
