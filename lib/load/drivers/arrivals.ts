import { seededRandom } from '../../stats/seeded-random.ts'

/** `constant`: at equal distances. `poisson`: as from many independent callers. */
export type Arrivals = 'constant' | 'poisson'

/** Arrivals at a rate of one per unit of time; a schedule stretches the unit to its own rate. */
export interface UnitArrivals {
  readonly arrivals: Arrivals
  /** Seed of the gaps of `poisson`: the same seed gives the same arrivals. */
  readonly seed: number
  /** Maximum number. */
  readonly requests: number
  /** No request is due at this time or later, in units. */
  readonly within: number
}

/** Due times, in units: 0, 1, 2 and so on, or with the exponential gaps of a Poisson process. */
export function* unitArrivals(options: UnitArrivals): Generator<number> {
  const { arrivals, seed, requests, within } = options
  const random = seededRandom(seed)
  let at = arrivals === 'constant' ? 0 : exponential(random)
  for (let count = 0; count < requests && at < within - rounding; count++) {
    yield at
    at = arrivals === 'constant' ? count + 1 : at + exponential(random)
  }
}

/** The number of requests; undefined if it depends on randomness or on a stop. */
export function plannedArrivals(options: UnitArrivals): number | undefined {
  const { arrivals, requests, within } = options
  if (arrivals === 'poisson' && within !== Number.POSITIVE_INFINITY) return undefined
  const planned = Math.min(requests, Math.ceil(Math.max(0, within - rounding)))
  return Number.isFinite(planned) ? planned : undefined
}

/** A millionth of a request: only rounding errors are smaller. */
const rounding = 1e-6

/** Of mean 1, by inversion; `random` never gives a 1. */
function exponential(random: () => number): number {
  return -Math.log(1 - random())
}
