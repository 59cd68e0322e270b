import type { Measurement } from '../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../record/verdict.ts'
import { addressFailed } from './diagnoses/address-failed.ts'
import { answerRejected } from './diagnoses/answer-rejected.ts'
import { connectionRefused } from './diagnoses/connection-refused.ts'
import { connectionTimedOut } from './diagnoses/connection-timed-out.ts'
import { fewSlots } from './diagnoses/few-slots.ts'
import { highLatency } from './diagnoses/high-latency.ts'
import { icmpFiltered } from './diagnoses/icmp-filtered.ts'
import { modelMissing } from './diagnoses/model-missing.ts'
import { noAnswer } from './diagnoses/no-answer.ts'
import { optimalityGap } from './diagnoses/optimality-gap.ts'
import { overloadSlow } from './diagnoses/overload-slow.ts'
import { overloadUnclean } from './diagnoses/overload-unclean.ts'
import { packetLoss } from './diagnoses/packet-loss.ts'
import { probeImpossible } from './diagnoses/probe-impossible.ts'
import { requestsFailed, requestsFailedBeside } from './diagnoses/requests-failed.ts'
import { slowToEject } from './diagnoses/slow-to-eject.ts'
import { slowToReturn } from './diagnoses/slow-to-return.ts'
import { tlsFailed } from './diagnoses/tls-failed.ts'
import { tornSessions } from './diagnoses/torn-sessions.ts'
import { undecidedShares } from './diagnoses/undecided-shares.ts'
import { unequalWaits } from './diagnoses/unequal-waits.ts'
import { unevenShares } from './diagnoses/uneven-shares.ts'
import { unreachable } from './diagnoses/unreachable.ts'
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
  requestsFailed,
  slowToEject,
  slowToReturn,
  unevenShares,
  tornSessions,
  overloadSlow,
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
  highLatency,
]

/** The probable cause of what was missed, from evidence of this run; undefined where none fits. */
export function diagnose(
  measurement: Measurement,
  conditions: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const missed = conditions.filter(({ status }) => status !== 'pass')
  for (const rule of rules) {
    const diagnosis = rule(measurement, missed)
    if (diagnosis) return diagnosis
  }
  return undefined
}
