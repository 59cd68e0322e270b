import { LingeringFailures } from './signals/lingering-failures.ts'
import type { Candidate, StrategyFactory } from './strategy.ts'

/**
 * Of two randomly drawn workers, the one with the smaller fraction of its slots in use; of equal ones, the
 * one drawn first. M. Mitzenmacher, The Power of Two Choices in Randomized Load Balancing, IEEE TPDS 2001.
 */
export const strategy: StrategyFactory = ({ nowMs, random }) => {
  const failures = new LingeringFailures()
  const utilisation = ({ id, slots, inFlight }: Candidate, atMs: number): number =>
    (inFlight + failures.of(id, atMs)) / slots

  return {
    name: 'p2c',
    pick: (free) => {
      const firstIndex = Math.floor(random() * free.length)
      const first = free[firstIndex]!
      if (free.length === 1) return first
      // Two different ones: the second is drawn from the rest.
      const step = 1 + Math.floor(random() * (free.length - 1))
      const second = free[(firstIndex + step) % free.length]!
      const atMs = nowMs()
      return utilisation(second, atMs) < utilisation(first, atMs) ? second : first
    },
    observe: (observation) => failures.observe(observation),
    forget: (workerId) => failures.forget(workerId),
  }
}
