import { LingeringFailures } from './signals/lingering-failures.ts'
import { Turns } from './signals/turns.ts'
import type { Candidate, StrategyFactory } from './strategy.ts'

/** The worker with the smallest fraction of its slots in use; equal ones take turns. */
export const strategy: StrategyFactory = ({ nowMs }) => {
  const turns = new Turns()
  const failures = new LingeringFailures()
  let pickMs = 0
  const utilisation = ({ id, slots, inFlight }: Candidate): number =>
    (inFlight + failures.of(id, pickMs)) / slots

  return {
    name: 'least_outstanding',
    pick: (free) => {
      pickMs = nowMs()
      return turns.pickLowest(free, utilisation)
    },
    observe: (observation) => failures.observe(observation),
    forget: (workerId) => {
      turns.forget(workerId)
      failures.forget(workerId)
    },
  }
}
