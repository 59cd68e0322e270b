import { seededRandom } from '../../../lib/stats/seeded-random.ts'

/** The demand on the workers: the requests' sizes, and when they come. */
export interface Demand {
  /** Time that each request takes on a worker of speed 1. */
  readonly sizesMs: readonly number[]
  /** Affinity key of each request. */
  readonly keys?: readonly string[]
  readonly arrivals:
    | { readonly kind: 'closed'; readonly clients: number }
    | { readonly kind: 'open'; readonly timesMs: readonly number[] }
}

export type Sizes = (random: () => number, meanMs: number) => number

export const constant: Sizes = (_random, meanMs) => meanMs

/** Within 10 % of the mean. */
export const nearlyConstant: Sizes = (random, meanMs) => meanMs * (0.9 + 0.2 * random())

export const exponential: Sizes = (random, meanMs) => -Math.log(1 - random()) * meanMs

/** Like responses of language models: many short ones, a long tail (coefficient of variation 0.5). */
export const lognormal: Sizes = (random, meanMs) => {
  const variance = Math.log(1 + 0.5 ** 2)
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return meanMs * Math.exp(normal * Math.sqrt(variance) - variance / 2)
}

export interface DemandOptions {
  readonly requests: number
  readonly sizes: Sizes
  readonly meanMs: number
  readonly seed: number
  /** Draws each request's affinity key from this many. */
  readonly keys?: number
}

/** This many clients, each of which sends again as soon as it has its response. */
export function closedLoop(clients: number, options: DemandOptions): Demand {
  return { ...drawn(options), arrivals: { kind: 'closed', clients } }
}

/** Random arrivals, independent of earlier requests. */
export function poisson(ratePerSecond: number, options: DemandOptions): Demand {
  const random = seededRandom(options.seed ^ 0x5bd1e995)
  let timeMs = 0
  const timesMs = Array.from({ length: options.requests }, () => {
    timeMs += exponential(random, 1000 / ratePerSecond)
    return timeMs
  })
  return { ...drawn(options), arrivals: { kind: 'open', timesMs } }
}

function drawn({ requests, sizes, meanMs, seed, keys }: DemandOptions) {
  const random = seededRandom(seed)
  const sizesMs = Array.from({ length: requests }, () => sizes(random, meanMs))
  if (keys === undefined) return { sizesMs }
  const name = () => `conversation-${Math.floor(random() * keys)}`
  return { sizesMs, keys: Array.from({ length: requests }, name) }
}
