import type { Measurement } from '../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../record/verdict.ts'
import { isBetterThanAsked } from './better-than-asked.ts'
import { addressFailed } from './diagnoses/address-failed.ts'
import { answerRejected } from './diagnoses/answer-rejected.ts'
import { clientLimited } from './diagnoses/client-limited.ts'
import { commandTimedOut } from './diagnoses/command-timed-out.ts'
import { connectionRefused } from './diagnoses/connection-refused.ts'
import { connectionTimedOut } from './diagnoses/connection-timed-out.ts'
import { drifted } from './diagnoses/drifted.ts'
import { failingWorker } from './diagnoses/failing-worker.ts'
import { fewSlots } from './diagnoses/few-slots.ts'
import { highLatency } from './diagnoses/high-latency.ts'
import { icmpFiltered } from './diagnoses/icmp-filtered.ts'
import { latencyInflated } from './diagnoses/latency-inflated.ts'
import { levelShares } from './diagnoses/level-shares.ts'
import { modelMissing } from './diagnoses/model-missing.ts'
import { modelsDiffer } from './diagnoses/models-differ.ts'
import { networkBesideLoad } from './diagnoses/network-beside-load.ts'
import { noAnswer } from './diagnoses/no-answer.ts'
import { optimalConcurrency } from './diagnoses/optimal-concurrency.ts'
import { optimalityGap } from './diagnoses/optimality-gap.ts'
import { overloadSlow } from './diagnoses/overload-slow.ts'
import { overloadUnclean } from './diagnoses/overload-unclean.ts'
import { packetLoss } from './diagnoses/packet-loss.ts'
import { probeImpossible } from './diagnoses/probe-impossible.ts'
import { arrivalsUnserved } from './diagnoses/queue-grows.ts'
import { requestsFailed, requestsFailedBeside } from './diagnoses/requests-failed.ts'
import { slowToEject } from './diagnoses/slow-to-eject.ts'
import { slowToReturn } from './diagnoses/slow-to-return.ts'
import { speedupMissed } from './diagnoses/speedup-missed.ts'
import { throughputMissed } from './diagnoses/throughput-missed.ts'
import { tlsFailed } from './diagnoses/tls-failed.ts'
import { tornSessions } from './diagnoses/torn-sessions.ts'
import { undecidedRepetitions } from './diagnoses/undecided-repetitions.ts'
import { undecidedShares } from './diagnoses/undecided-shares.ts'
import { unequalWaits } from './diagnoses/unequal-waits.ts'
import { unevenShares } from './diagnoses/uneven-shares.ts'
import { unreachable } from './diagnoses/unreachable.ts'
import { workerBusy } from './diagnoses/worker-busy.ts'
import { wrongSubnet } from './diagnoses/wrong-subnet.ts'

/** Names the cause that the evidence points to, if it points to one. */
export type DiagnosisRule = (
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
) => Diagnosis | undefined

/** Of loads through the balancer: what failed, before what only was slow, uneven or too short. */
const loadRules: readonly DiagnosisRule[] = [
  fewSlots,
  overloadUnclean,
  networkBesideLoad,
  requestsFailed,
  clientLimited,
  slowToEject,
  slowToReturn,
  failingWorker,
  drifted,
  arrivalsUnserved,
  workerBusy,
  optimalConcurrency,
  undecidedRepetitions,
  // Says more of a slow worker than its share does.
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
  requestsFailedBeside,
]

/** In this order: what bars everything else comes first. */
const rules: readonly DiagnosisRule[] = [
  probeImpossible,
  ...loadRules,
  addressFailed,
  wrongSubnet,
  icmpFiltered,
  connectionRefused,
  tlsFailed,
  unreachable,
  noAnswer,
  connectionTimedOut,
  packetLoss,
  answerRejected,
  modelMissing,
  modelsDiffer,
  highLatency,
]

/** A program of the user's says nothing about the network. */
const commandRules: readonly DiagnosisRule[] = [probeImpossible, commandTimedOut]

/** The probable cause of what was missed, from evidence of this run; undefined where none fits. */
export function diagnose(
  measurement: Measurement,
  conditions: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const all = conditions.filter(({ status }) => status !== 'pass')
  const missed = all.filter((each) => !isBetterThanAsked(each))
  // Nothing is wrong but the conditions, which their own words say.
  if (all.length > 0 && missed.length === 0) return undefined
  for (const rule of measurement.check === 'command' ? commandRules : rules) {
    const diagnosis = rule(measurement, missed)
    if (diagnosis) return diagnosis
  }
  return undefined
}
