import { type LoadLevel, slotsOf } from './plan.ts'

/** How many requests each side of a level gets. */
export interface LevelRequests {
  /** In each repetition. */
  readonly requests: number
  /** At least this many. */
  readonly repetitions: number
  /** Undefined: as many as the level's concurrency. */
  readonly warmup: number | undefined
}

/**
 * Milliseconds that the minimum repetitions of all levels take if a request takes `serviceMs` in a worker,
 * and workers have their claimed slots. Usually an underestimate.
 */
export function estimateMs(
  levels: readonly LoadLevel[],
  { requests, repetitions, warmup }: LevelRequests,
  serviceMs: number,
): number {
  return levels.reduce((sum, { candidate, baseline }) => {
    const count = repetitions * requests + (warmup ?? candidate.concurrency)
    const sides = baseline ? [candidate, baseline] : [candidate]
    const perSide = sides.map(({ workers, concurrency }) => {
      const inFlight = Math.max(1, Math.min(concurrency, slotsOf(workers)))
      return (count * serviceMs) / inFlight
    })
    return sum + perSide.reduce((a, b) => a + b, 0)
  }, 0)
}
