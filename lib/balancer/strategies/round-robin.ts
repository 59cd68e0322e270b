import { Turns } from './signals/turns.ts'
import type { StrategyFactory } from './strategy.ts'

/** All workers in turn. With all workers free, the counts of any two differ by at most one. */
export const strategy: StrategyFactory = () => {
  const turns = new Turns()
  return {
    name: 'round_robin',
    pick: (free) => turns.pickLowest(free, equal),
    forget: (workerId) => turns.forget(workerId),
  }
}

const equal = (): number => 0
