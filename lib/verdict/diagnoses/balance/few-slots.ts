import type { Measurement, Subject } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { loadFaults, numberOf } from '../evidence/load-evidence.ts'
import { remediesOf } from '../network/server-remedies.ts'

/** A worker serves fewer requests at once than the cluster file claims. */
export function fewSlots(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const { check, subject, metrics } = measurement
  if (check !== 'slots') return undefined
  const isAsked = missed.some(({ metric }) => metric !== 'success_rate')
  if (!isAsked) return timedOut(measurement)
  const slots = numberOf(measurement, 'slots')
  if (slots === undefined) return undefined
  if (metrics.serialises === true) return serialises(subject)
  if (metrics.claim_holds !== false) return undefined
  return {
    code: 'slots_overclaimed',
    symptom: `${subject.name} serves ${slots} requests at once, the cluster file claims ${metrics.claimed}`,
    cause: `the server works on ${slots} requests at once${defaultOf(subject)}, and not on the ${metrics.claimed} that \`max_concurrent_requests\` says; the rest waits in its own queue, where no balancer sees it`,
    remedy: [
      `claim what it has: \`max_concurrent_requests: ${slots}\` in the cluster file`,
      `or give it more: ${moreSlots(subject)}`,
    ],
  }
}

function serialises(subject: Subject): Diagnosis {
  return {
    code: 'worker_serialises',
    symptom: `${subject.name} serves one request after the other: two at once take twice as long`,
    cause: `the server has one slot${defaultOf(subject)}, or its engine cannot serve several requests together`,
    remedy: [
      `give it more: ${moreSlots(subject)}`,
      'or claim what it has: `max_concurrent_requests: 1` in the cluster file',
    ],
  }
}

/** Requests of the higher levels wait behind the lower ones, in the worker. */
function timedOut(measurement: Measurement): Diagnosis | undefined {
  const [most] = loadFaults(measurement)
  const hasResponded = (numberOf(measurement, 'success_rate') ?? 0) > 0
  if (!hasResponded || !most?.fault.includes('TIMEOUT')) return undefined
  return {
    code: 'slots_timed_out',
    symptom: `${measurement.subject.name} responds, but ${most.count} requests took longer than \`timeout\``,
    cause: 'the ladder goes beyond what the worker serves at once, and the rest waits in it',
    remedy: ['raise `timeout`, or lower `up_to` or `max_tokens` of the check'],
  }
}

function defaultOf(subject: Subject): string {
  const { defaultSlots } = remediesOf(subject)
  return defaultSlots === undefined ? '' : ` (${defaultSlots})`
}

/** The number of requests that a server serves at once is set when it, or its model, starts. */
function moreSlots(subject: Subject): string {
  return remediesOf(subject).moreSlots(subject.model ?? 'MODEL')
}
