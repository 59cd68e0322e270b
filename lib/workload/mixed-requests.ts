import type { WorkloadFile } from '../generated/workload.ts'
import { seedOf } from '../stats/seeded-random.ts'
import { fingerprintOf } from './prompts/prompts.ts'
import { shuffledOrder } from './prompts/shuffled-order.ts'
import type { Requests } from './requests.ts'

export interface MixPart {
  /** An integer above 0. */
  readonly weight: number
  readonly requests: Requests
}

export interface MixOptions {
  readonly order: NonNullable<WorkloadFile['order']>
  readonly seed: number
}

/**
 * Requests of several workloads by weight: each block, of as many requests as the sum of the weights, has
 * exactly that many of each. In `sequential` order they are spread evenly over the block, in `shuffled`
 * order each block has one of its own. A part continues after its last request.
 */
export function mixedRequests(parts: readonly MixPart[], { order, seed }: MixOptions): Requests {
  const divisor = parts.map(({ weight }) => weight).reduce(greatestCommonDivisor)
  const weights = parts.map(({ weight }) => weight / divisor)
  const pattern = spreadEvenly(weights)
  const ranks = ranksOf(pattern)
  const placeOf = order === 'shuffled' ? shuffledPlaces(pattern.length, seed) : undefined
  return {
    fingerprint: fingerprintOf([
      ...parts.map(({ requests }, part) => [weights[part], requests.fingerprint]),
      placeOf !== undefined && seed,
    ]),
    prefix: [...new Set(parts.map(({ requests }) => requests.prefix))].join(', '),
    requestOf(index, load) {
      const block = Math.floor(index / pattern.length)
      const offset = index % pattern.length
      const place = placeOf ? placeOf(block, offset) : offset
      const part = pattern[place] ?? 0
      const number = block * (weights[part] ?? 1) + (ranks[place] ?? 0)
      const { requests } = parts[part] ?? {}
      if (!requests) throw new RangeError('a mix of nothing')
      // Parts may have the same prompts.
      return requests.requestOf(number, load && `${part}.${load}`)
    },
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

/** Numbers of parts, each as often as its weight, in nginx's order: the smooth weighted round robin. */
function spreadEvenly(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const credits = weights.map(() => 0)
  return Array.from({ length: total }, () => {
    let best = 0
    weights.forEach((weight, part) => {
      credits[part] = (credits[part] ?? 0) + weight
      if ((credits[part] ?? 0) > (credits[best] ?? 0)) best = part
    })
    credits[best] = (credits[best] ?? 0) - total
    return best
  })
}

/** For each position of a pattern, how often its part occurred before. */
function ranksOf(pattern: readonly number[]): number[] {
  const counts: number[] = []
  return pattern.map((part) => {
    const rank = counts[part] ?? 0
    counts[part] = rank + 1
    return rank
  })
}

/** The last block's order is cached: numbers are requested nearly in sequence. */
function shuffledPlaces(size: number, seed: number): (block: number, offset: number) => number {
  let known = -1
  let places = new Uint32Array(0)
  return (block, offset) => {
    if (block !== known) places = shuffledOrder(size, seedOf(seed, block)) as typeof places
    known = block
    return places[offset] ?? 0
  }
}
