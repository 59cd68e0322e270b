import { seededRandom } from '../../stats/seeded-random.ts'

/** `constant`: at equal distances. `poisson`: as from many callers who know nothing of each other. */
export type Arrivals = 'constant' | 'poisson'

/** Arrivals at a rate of one per unit of time; a schedule stretches the unit to its own rate. */
export interface UnitArrivals {
  readonly arrivals: Arrivals
  /** Of the gaps of `poisson`: the same seed gives the same arrivals. */
  readonly seed: number
  /** How many at most. */
  readonly requests: number
  /** None is due at this time or after it, in units. */
  readonly within: number
}

/** When they are due, in units: 0, 1, 2 and so on, or with the exponential gaps of a Poisson process. */
export function* unitArrivals(options: UnitArrivals): Generator<number> {
  const { arrivals, seed, requests, within } = options
  const random = seededRandom(seed)
  let at = arrivals === 'constant' ? 0 : exponential(random)
  for (let count = 0; count < requests && at < within - rounding; count++) {
    yield at
    at = arrivals === 'constant' ? count + 1 : at + exponential(random)
  }
}

/** How many there will be; undefined where chance or whoever stops them decides. */
export function plannedArrivals(options: UnitArrivals): number | undefined {
  const { arrivals, requests, within } = options
  if (arrivals === 'poisson' && within !== Number.POSITIVE_INFINITY) return undefined
  const planned = Math.min(requests, Math.ceil(Math.max(0, within - rounding)))
  return Number.isFinite(planned) ? planned : undefined
}

/** A millionth of a request, which is only what rounding has added. */
const rounding = 1e-6

/** Of mean 1, by inversion; `random` never gives a 1. */
function exponential(random: () => number): number {
  return -Math.log(1 - random())
}
