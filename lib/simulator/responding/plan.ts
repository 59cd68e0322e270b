import type { SimulateOptions } from '../../cluster/cluster.ts'
import { scramble, seededRandom, seedOf } from '../../stats/seeded-random.ts'
import { spread } from './spread.ts'

/** The service of one request, before anything that the worker's state adds. */
export interface Plan {
  /** From the start of service to the first token, the prompt apart. */
  readonly firstTokenMs: number
  readonly tokenMs: number
  /** Selects the words. */
  readonly seed: number
}

/** The plan of the n-th request that a worker accepts: it depends on seed and n alone. */
export function planOf(options: SimulateOptions, n: number): Plan {
  const seed = seedOf(options.seed, n)
  const random = seededRandom(seed)
  const { jitter, jitterDistribution = 'uniform' } = options
  return {
    firstTokenMs: options.timeToFirstTokenMs * spread(jitterDistribution, jitter, random),
    tokenMs: options.tokenTimeMs * spread(jitterDistribution, jitter, random),
    seed,
  }
}

/** The words of a response, none of which needs escaping in JSON. */
export function wordsOf({ seed }: Plan, count: number): string {
  let text = wordOf(seed, 0)
  for (let index = 1; index < count; index++) text += ` ${wordOf(seed, index)}`
  return text
}

export function wordOf(seed: number, index: number): string {
  return vocabulary[scramble(seed + index) % vocabulary.length] ?? ''
}

const vocabulary = [
  ...['the', 'worker', 'answers', 'with', 'words'],
  ...['of', 'its', 'own', 'and', 'then', 'some'],
]
