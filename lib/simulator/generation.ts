import type { SimulateOptions } from '../cluster/cluster.ts'
import { seededRandom } from './seeded-random.ts'

/** What one request will get, and how long each part takes: decided before the service begins. */
export interface Generation {
  readonly tokens: readonly string[]
  readonly firstTokenMs: number
  readonly tokenMs: number
}

const vocabulary = [
  'the',
  'worker',
  'answers',
  'with',
  'words',
  'of',
  'its',
  'own',
  'and',
  'then',
  'some',
]

/** Plans service times and words for requests in the order of arrival; the same seed gives the same plan. */
export function generationPlanner(options: SimulateOptions): (maxTokens: number) => Generation {
  const random = seededRandom(options.seed)
  const jittered = (value: number) => value * (1 + options.jitter * (2 * random() - 1))
  return (maxTokens) => ({
    firstTokenMs: jittered(options.timeToFirstTokenMs),
    tokenMs: jittered(options.tokenTimeMs),
    tokens: Array.from({ length: maxTokens }, () => {
      return vocabulary[Math.floor(random() * vocabulary.length)] ?? ''
    }),
  })
}
