import type { Measurement } from '../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../record/verdict.ts'
import { addressFailed } from './diagnoses/address-failed.ts'
import { answerRejected } from './diagnoses/answer-rejected.ts'
import { connectionRefused } from './diagnoses/connection-refused.ts'
import { connectionTimedOut } from './diagnoses/connection-timed-out.ts'
import { highLatency } from './diagnoses/high-latency.ts'
import { icmpFiltered } from './diagnoses/icmp-filtered.ts'
import { modelMissing } from './diagnoses/model-missing.ts'
import { noAnswer } from './diagnoses/no-answer.ts'
import { packetLoss } from './diagnoses/packet-loss.ts'
import { probeImpossible } from './diagnoses/probe-impossible.ts'
import { tlsFailed } from './diagnoses/tls-failed.ts'
import { unreachable } from './diagnoses/unreachable.ts'
import { wrongSubnet } from './diagnoses/wrong-subnet.ts'

/** Names the cause that the evidence points to, if it points to one. */
export type DiagnosisRule = (
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
) => Diagnosis | undefined

/** In this order: what bars everything else comes first. */
const rules: readonly DiagnosisRule[] = [
  probeImpossible,
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
