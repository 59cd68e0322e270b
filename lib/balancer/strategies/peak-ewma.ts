import { LingeringFailures } from './lingering-failures.ts'
import type { Candidate, Observation, StrategyFactory } from './strategy.ts'
import { Turns } from './turns.ts'

/** Finagle's default. */
const decayMs = 10_000

/** As good as never: more than any cost in milliseconds times any number of requests. */
const penalty = 2 ** 47

interface Cost {
  costMs: number
  stampMs: number
}

/**
 * Peak EWMA of Finagle (PeakEwma.scala): the worker with the lowest cost × (requests in flight + 1). The
 * cost jumps to the latency of a response that took longer and decays with a time constant of 10 s
 * otherwise: quick to leave a slow worker, slow to come back. A worker of which nothing is known gets one
 * request, and no second before its first response unless there is nobody else.
 *
 * Other than there, all workers are compared and not two drawn by chance, and a failure does not look like
 * a short response: it costs what the worst worker costs, and counts as in flight for a while.
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

  /** What an attempt costs; undefined: the failure of a worker of which nothing is known teaches nothing. */
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
