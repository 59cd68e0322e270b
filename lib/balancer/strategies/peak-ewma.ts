import { LingeringFailures } from './signals/lingering-failures.ts'
import { Turns } from './signals/turns.ts'
import type { Candidate, Observation, StrategyFactory } from './strategy.ts'

/** Finagle's default. */
const decayMs = 10_000

/** Practically infinite: more than any cost in milliseconds times any number of requests. */
const penalty = 2 ** 47

interface Cost {
  costMs: number
  stampMs: number
}

/**
 * Peak EWMA of Finagle (PeakEwma.scala): the worker with the lowest cost × (requests in flight + 1). The
 * cost jumps to the latency of a response that took longer and decays with a time constant of 10 s
 * otherwise: quick to leave a slow worker, slow to come back. An unknown worker gets one request, and no
 * second before its first response unless there is no other.
 *
 * Unlike Finagle, all workers are compared instead of two random ones, and a failure does not count as a
 * short response: it costs what the worst worker costs, and counts as in flight for a while.
 */
export const strategy: StrategyFactory = ({ nowMs }) => {
  const turns = new Turns()
  const failures = new LingeringFailures()
  const costs = new Map<string, Cost>()
  let pickMs = 0

  const score = ({ id, inFlight }: Candidate): number => {
    const cost = costs.get(id)
    const pending = inFlight + failures.of(id, pickMs)
    if (cost === undefined) return pending > 0 ? penalty + pending : 0
    return decayed(cost, pickMs) * (pending + 1)
  }

  /** The cost of an attempt; undefined: the failure of an unknown worker shows nothing. */
  const chargedMs = (observation: Observation): number | undefined => {
    const { workerId, nowMs: atMs, isOk, durationMs } = observation
    if (isOk) return durationMs
    if (!costs.has(workerId)) return undefined
    let worstMs = durationMs
    for (const cost of costs.values()) worstMs = Math.max(worstMs, decayed(cost, atMs))
    return worstMs
  }

  return {
    name: 'peak_ewma',
    pick: (free) => {
      pickMs = nowMs()
      return turns.pickLowest(free, score)
    },
    observe: (observation) => {
      failures.observe(observation)
      const latencyMs = chargedMs(observation)
      const { workerId, nowMs: atMs } = observation
      if (latencyMs === undefined) return
      const costMs = Math.max(latencyMs, decayed(costs.get(workerId), atMs))
      costs.set(workerId, { costMs, stampMs: atMs })
    },
    forget: (workerId) => {
      turns.forget(workerId)
      failures.forget(workerId)
      costs.delete(workerId)
    },
  }
}

function decayed(cost: Cost | undefined, atMs: number): number {
  if (cost === undefined) return 0
  return cost.costMs * Math.exp(Math.min(0, cost.stampMs - atMs) / decayMs)
}
