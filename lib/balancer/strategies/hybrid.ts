import { LatencyEstimate } from './signals/latency-estimate.ts'
import { LoadSlope } from './signals/load-slope.ts'
import { SuccessRate } from './signals/success-rate.ts'
import { Turns } from './signals/turns.ts'
import type { Candidate, Observation, StrategyFactory } from './strategy.ts'

/** Differences of scores below this are noise: those workers take turns. */
const tolerance = 0.05

/** What the responses of one worker have shown. */
interface Known {
  readonly latency: LatencyEstimate
  readonly slope: LoadSlope
  readonly success: SuccessRate
}

/**
 * The worker that is expected to finish first:
 *
 *     latency × slope(inFlight + 1) × (1 + inFlight / slots) / success
 *
 * - latency: the decaying mean of its responses; without recent responses it moves to the best of the
 *   others, so that a worker that was slow is tried again.
 * - slope: how much slower it was with so many in flight.
 * - 1 + inFlight / slots: keeps equals equally busy, and an empty worker ahead of a full one unless that is
 *   twice as fast.
 * - success: the fraction of its attempts that it serves; if all fail, no response is expected soon.
 *
 * A worker without a response so far counts as the best of the others × (inFlight + 1): it is tried at
 * once, and gets few more requests before its first responses are in.
 */
export const strategy: StrategyFactory = ({ nowMs }) => {
  const turns = new Turns()
  const byWorker = new Map<string, Known>()
  let moment = { nowMs: 0, rounds: 0 }
  /** Infinity: no worker has responded yet. */
  let bestMs = Number.POSITIVE_INFINITY

  /** Of the workers of the current pick; kept, so that each is looked up once and a pick allocates nothing. */
  const knownOf: (Known | undefined)[] = []

  const score = ({ slots, inFlight }: Candidate, index: number): number => {
    const known = knownOf[index]
    const success = known?.success.at(moment) ?? 1
    if (bestMs === Number.POSITIVE_INFINITY) return (inFlight + 1) / slots / success
    if (known?.latency.latencyMs === undefined) return (bestMs * (inFlight + 1)) / success
    const latencyMs = known.latency.towards(bestMs, moment)
    return (latencyMs * known.slope.factor(inFlight + 1) * (1 + inFlight / slots)) / success
  }

  return {
    name: 'hybrid',
    pick: (free) => {
      moment = { nowMs: nowMs(), rounds: moment.rounds + 1 / free.length }
      bestMs = Number.POSITIVE_INFINITY
      for (let index = 0; index < free.length; index++) {
        const known = byWorker.get(free[index]!.id)
        knownOf[index] = known
        const latencyMs = known?.latency.latencyMs
        if (latencyMs !== undefined && latencyMs < bestMs) bestMs = latencyMs
      }
      return turns.pickLowest(free, score, tolerance)
    },
    observe: (observation) => {
      let known = byWorker.get(observation.workerId)
      if (!known) {
        known = {
          latency: new LatencyEstimate(),
          slope: new LoadSlope(),
          success: new SuccessRate(),
        }
        byWorker.set(observation.workerId, known)
      }
      learn(known, observation, moment.rounds)
    },
    forget: (workerId) => {
      turns.forget(workerId)
      byWorker.delete(workerId)
    },
  }
}

function learn(known: Known, observation: Observation, rounds: number): void {
  const { nowMs, durationMs, isOk, inFlight } = observation
  const moment = { nowMs, rounds }
  known.success.observe(isOk, moment)
  if (!isOk) {
    known.latency.observeFailure(durationMs, moment)
    return
  }
  known.latency.observe(durationMs, moment)
  known.slope.observe(durationMs, inFlight)
}
