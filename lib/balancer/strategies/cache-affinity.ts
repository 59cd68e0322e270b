import { strategy as hybrid } from './hybrid.ts'
import { LingeringFailures } from './signals/lingering-failures.ts'
import { Rendezvous } from './signals/rendezvous.ts'
import type { Candidate, StrategyFactory } from './strategy.ts'

/**
 * The 1 + ε of the paper: a worker may have twice its share of the requests in flight. With the few
 * requests of a small cluster, 1.25 would send one of six away from its cache.
 */
const boundFactor = 2

/**
 * The same conversation or prompt prefix to the same worker, whose cache knows it: its home by rendezvous
 * hashing. A worker at its bound, 1 + ε times its share by slots of all requests in flight, gets no more,
 * and the next in the key's order takes over (V. Mirrokni, M. Thorup, M. Zadimoghaddam, Consistent Hashing
 * with Bounded Loads, SODA 2018). Requests without a key go where `hybrid` sends them.
 */
export const strategy: StrategyFactory = (tools) => {
  const rendezvous = new Rendezvous()
  const failures = new LingeringFailures()
  const fallback = hybrid(tools)
  let pickMs = 0

  const load = ({ id, inFlight }: Candidate): number => inFlight + failures.of(id, pickMs)

  /** How many requests, the new one included, a worker may have for each of its slots. */
  const boundPerSlot = (rotation: readonly Candidate[]): number => {
    let inFlightInAll = 1
    let slots = 0
    for (const candidate of rotation) {
      inFlightInAll += load(candidate)
      slots += candidate.slots
    }
    return (boundFactor * inFlightInAll) / slots
  }

  const closest = (key: number, workers: readonly Candidate[], maxPerSlot: number) => {
    let picked: Candidate | undefined
    let highest = Number.NEGATIVE_INFINITY
    for (const candidate of workers) {
      if (load(candidate) >= Math.ceil(maxPerSlot * candidate.slots)) continue
      const attraction = rendezvous.attraction(key, candidate)
      if (attraction <= highest) continue
      picked = candidate
      highest = attraction
    }
    return picked
  }

  return {
    name: 'cache_affinity',
    pick: (free, request, rotation) => {
      pickMs = tools.nowMs()
      const key = rendezvous.keyOf(request)
      const picked = key === undefined ? undefined : closest(key, free, boundPerSlot(rotation))
      return picked ?? fallback.pick(free, request, rotation)
    },
    prefers: (candidate, request, rotation) => {
      const key = rendezvous.keyOf(request)
      if (key === undefined) return false
      return closest(key, rotation, Number.POSITIVE_INFINITY)?.id === candidate.id
    },
    observe: (observation) => {
      failures.observe(observation)
      fallback.observe?.(observation)
    },
    forget: (workerId) => {
      rendezvous.forget(workerId)
      failures.forget(workerId)
      fallback.forget?.(workerId)
    },
  }
}
