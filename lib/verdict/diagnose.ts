import type { Measurement } from '../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../record/verdict.ts'
import { isBetterThanAllowed } from './better-than-allowed.ts'
import { failingWorker } from './diagnoses/balance/failing-worker.ts'
import { fewSlots } from './diagnoses/balance/few-slots.ts'
import { levelShares } from './diagnoses/balance/level-shares.ts'
import { overloadSlow } from './diagnoses/balance/overload-slow.ts'
import { overloadUnclean } from './diagnoses/balance/overload-unclean.ts'
import { arrivalsUnserved } from './diagnoses/balance/queue-grows.ts'
import { requestsFailed, requestsFailedBeside } from './diagnoses/balance/requests-failed.ts'
import {
  slotsRefused,
  slotsRefusedBeside,
  slotsRefusedSlow,
} from './diagnoses/balance/slots-refused.ts'
import { slowToEject } from './diagnoses/balance/slow-to-eject.ts'
import { slowToReturn } from './diagnoses/balance/slow-to-return.ts'
import { tornSessions } from './diagnoses/balance/torn-sessions.ts'
import { unequalWaits } from './diagnoses/balance/unequal-waits.ts'
import { unevenShares } from './diagnoses/balance/uneven-shares.ts'
import { engineQueues } from './diagnoses/inside/engine-queues.ts'
import { hotWorker } from './diagnoses/inside/hot-worker.ts'
import { preempted } from './diagnoses/inside/preempted.ts'
import { telemetryMissing } from './diagnoses/inside/telemetry-missing.ts'
import { commandTimedOut } from './diagnoses/network/command-timed-out.ts'
import { connectionRules } from './diagnoses/network/connection.ts'
import { highLatency } from './diagnoses/network/high-latency.ts'
import { modelMissing } from './diagnoses/network/model-missing.ts'
import { modelsDiffer } from './diagnoses/network/models-differ.ts'
import { packetLoss } from './diagnoses/network/packet-loss.ts'
import { probeImpossible } from './diagnoses/network/probe-impossible.ts'
import { responseRejected } from './diagnoses/network/response-rejected.ts'
import { vantageHoles } from './diagnoses/network/vantage-holes.ts'
import { workerBusy } from './diagnoses/network/worker-busy.ts'
import { clientLimited } from './diagnoses/speed/client-limited.ts'
import { drifted } from './diagnoses/speed/drifted.ts'
import { latencyInflated } from './diagnoses/speed/latency-inflated.ts'
import { networkBesideLoad } from './diagnoses/speed/network-beside-load.ts'
import { optimalConcurrency } from './diagnoses/speed/optimal-concurrency.ts'
import { optimalityGap } from './diagnoses/speed/optimality-gap.ts'
import { speedupMissed } from './diagnoses/speed/speedup-missed.ts'
import { throughputMissed } from './diagnoses/speed/throughput-missed.ts'
import { undecidedRepetitions } from './diagnoses/undecided/undecided-repetitions.ts'
import { undecidedShares } from './diagnoses/undecided/undecided-shares.ts'
import { seenFromWorst } from './seen-from.ts'

/** The cause that the evidence points to, if any. */
export type DiagnosisRule = (
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
) => Diagnosis | undefined

/** For loads through the balancer: failures, before slow, uneven or short loads. */
const loadRules: readonly DiagnosisRule[] = [
  fewSlots,
  overloadUnclean,
  networkBesideLoad,
  slotsRefused,
  requestsFailed,
  clientLimited,
  slowToEject,
  slowToReturn,
  failingWorker,
  slotsRefusedSlow,
  drifted,
  hotWorker,
  preempted,
  arrivalsUnserved,
  workerBusy,
  optimalConcurrency,
  undecidedRepetitions,
  engineQueues,
  // More informative about a slow worker than its share.
  speedupMissed,
  levelShares,
  unevenShares,
  tornSessions,
  overloadSlow,
  latencyInflated,
  throughputMissed,
  optimalityGap,
  unequalWaits,
  undecidedShares,
  slotsRefusedBeside,
  requestsFailedBeside,
  telemetryMissing,
]

/** In this order: a cause that blocks everything else comes first. */
const rules: readonly DiagnosisRule[] = [
  ...loadRules,
  ...connectionRules,
  packetLoss,
  responseRejected,
  modelMissing,
  modelsDiffer,
  highLatency,
]

/** A program of the user shows nothing about the network. */
const commandRules: readonly DiagnosisRule[] = [commandTimedOut]

/** The probable cause of missed conditions, from evidence of this run; undefined if none fits. */
export function diagnose(
  measurement: Measurement,
  conditions: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const all = conditions.filter(({ status }) => status !== 'pass')
  const missed = all.filter((each) => !isBetterThanAllowed(each))
  // Nothing is wrong except the conditions, whose own messages explain that.
  if (all.length > 0 && missed.length === 0) return undefined
  const split = probeImpossible(measurement) ?? vantageHoles(measurement)
  if (split) return split
  const seen = seenFromWorst(measurement, missed)
  if (!seen) return firstOf(measurement, missed)
  const diagnosis = firstOf(seen.measurement, missed)
  return diagnosis && { ...diagnosis, ...asSeenFrom(seen.agent, diagnosis) }
}

function firstOf(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  for (const rule of measurement.check === 'command' ? commandRules : rules) {
    const diagnosis = rule(measurement, missed)
    if (diagnosis) return diagnosis
  }
  return undefined
}

/** What is said of "this host" is about that of the agent. */
function asSeenFrom(agent: string, { symptom, cause }: Diagnosis) {
  return { symptom: `from ${agent}: ${symptom}`, cause: `seen from ${agent}: ${cause}` }
}
