import { LatencyByRif } from './signals/latency-by-rif.ts'
import { LingeringFailures } from './signals/lingering-failures.ts'
import { RifDistribution } from './signals/rif-distribution.ts'
import { SuccessRate } from './signals/success-rate.ts'
import { Turns } from './signals/turns.ts'
import type { Candidate, StrategyFactory } from './strategy.ts'

/** A worker is hot if it is busier than this fraction of recent samples: the paper's default, 2^-0.25. */
const hotQuantile = 0.84

/** Differences of latencies below this are noise: those workers take turns. */
const tolerance = 0.05

interface Known {
  readonly latency: LatencyByRif
  readonly success: SuccessRate
}

/**
 * The hot-cold lexicographic rule of Prequal: a worker with unusually many requests in flight (RIF) is hot.
 * Of the cold ones, the one with the lowest latency estimated at its RIF; if all are hot, the one with the
 * lowest RIF. B. Wydrowski, R. Kleinberg, S. Rumble, A. Archer, Load is not what you should balance:
 * Introducing Prequal, NSDI 2024.
 *
 * What differs from the paper: there are no probes. All requests pass through here, so RIF is counted and
 * latency measured at each, and all workers are compared instead of a pool of the latest probes. A worker's
 * own report of its RIF is used if it is higher. RIF is taken relative to slots, as workers differ. The
 * latency is a decaying mean instead of a median, moves to the best of the others when it is old, and is
 * divided by the fraction of attempts that succeed; failures count as in flight for a while (the paper too
 * keeps workers that fail fast from attracting requests, by other means).
 */
export const strategy: StrategyFactory = ({ nowMs }) => {
  const turns = new Turns()
  const failures = new LingeringFailures()
  const distribution = new RifDistribution()
  const byWorker = new Map<string, Known>()
  let moment = { nowMs: 0, rounds: 0 }
  let hotAbove = 0
  let bestMs = Number.POSITIVE_INFINITY

  const load = (candidate: Candidate): number =>
    (rif(candidate) + failures.of(candidate.id, moment.nowMs)) / candidate.slots

  const estimateOf = ({ id, inFlight }: Candidate) => byWorker.get(id)?.latency.near(inFlight + 1)

  const isCold = (candidate: Candidate): boolean => load(candidate) <= hotAbove

  const coldLatencyMs = (candidate: Candidate): number => {
    const loadNow = load(candidate)
    if (loadNow > hotAbove) return Number.POSITIVE_INFINITY
    if (bestMs === Number.POSITIVE_INFINITY) return loadNow
    const latencyMs = estimateOf(candidate)?.towards(bestMs, moment) ?? bestMs
    return latencyMs / (byWorker.get(candidate.id)?.success.at(moment) ?? 1)
  }

  return {
    name: 'prequal',
    pick: (free, _request, rotation) => {
      moment = { nowMs: nowMs(), rounds: moment.rounds + 1 / free.length }
      for (const candidate of rotation) distribution.add(rif(candidate) / candidate.slots)
      hotAbove = distribution.quantile(hotQuantile)
      bestMs = Number.POSITIVE_INFINITY
      for (const candidate of free) {
        const latencyMs = estimateOf(candidate)?.latencyMs
        if (latencyMs !== undefined && latencyMs < bestMs) bestMs = latencyMs
      }
      if (free.some(isCold)) return turns.pickLowest(free, coldLatencyMs, tolerance)
      return turns.pickLowest(free, load)
    },
    observe: (observation) => {
      failures.observe(observation)
      const { workerId, nowMs: atMs, durationMs, isOk, inFlight } = observation
      let known = byWorker.get(workerId)
      if (!known) {
        known = { latency: new LatencyByRif(), success: new SuccessRate() }
        byWorker.set(workerId, known)
      }
      const endMoment = { nowMs: atMs, rounds: moment.rounds }
      known.success.observe(isOk, endMoment)
      if (isOk) known.latency.observe(durationMs, inFlight, endMoment)
      else known.latency.observeFailure(durationMs, inFlight, endMoment)
    },
    forget: (workerId) => {
      turns.forget(workerId)
      failures.forget(workerId)
      byWorker.delete(workerId)
    },
  }
}

function rif({ inFlight, reportedInFlight = 0 }: Candidate): number {
  return Math.max(inFlight, reportedInFlight)
}
