import type { Measurement } from '../../../record/measurement.ts'
import type { Overclaim } from '../../../record/overclaim.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { inQuotes } from '../evidence/http-refusal.ts'
import { loadFaults } from '../evidence/load-evidence.ts'
import { isAboutOutcome } from '../evidence/load-level.ts'
import { sum } from '../evidence/load-workers.ts'
import { remediesOf } from '../network/server-remedies.ts'

/** Outcomes of requests that never got a slot. */
const noSlot = /^(?:HTTP 503|BALANCER_QUEUE_|BALANCER_NO_WORKER)/

/** Requests failed because workers refused some within their claimed slots as busy. */
export function slotsRefused(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  return isAsked(missed) ? slotsRefusedBeside(measurement) : undefined
}

/** The same for another condition, which the refusals may well explain. */
export function slotsRefusedBeside(measurement: Measurement): Diagnosis | undefined {
  const [most] = loadFaults(measurement)
  return most && noSlot.test(most.fault) ? ofOverclaims(measurement) : undefined
}

/** The same for a load that was only slow: with that many slots fewer, no more could be expected. */
export function slotsRefusedSlow(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const { overclaims = [] } = measurement
  const claimed = sum(overclaims, (each) => each.claimed)
  const missing = sum(overclaims, (each) => each.claimed - each.accepted)
  if (loadFaults(measurement).length > 0 || missing < claimed * muchOfClaim) return undefined
  return isAsked(missed) ? ofOverclaims(measurement) : undefined
}

/** Fraction of the slots; fewer do not explain a load that is much too slow. */
const muchOfClaim = 0.25

function isAsked(missed: readonly ConditionVerdict[]): boolean {
  return missed.some(
    ({ metric, status }) => isAboutOutcome(metric) || lost.has(metric) || status === 'no_data',
  )
}

function ofOverclaims({ overclaims = [] }: Measurement): Diagnosis | undefined {
  if (overclaims.length === 0) return undefined
  const reported = overclaims.map(inWords).join('; ')
  return {
    code: 'slots_refused',
    symptom: reported,
    cause: `${reported}: further requests are refused, and wait or fail`,
    remedy: [
      `claim what they have: ${overclaims.map(claimThatFits).join(', ')} in the cluster file`,
      ...new Set(overclaims.map(moreSlots)),
    ],
  }
}

/** Names of losses in other checks. */
const lost = new Set(['lost', 'recovery.success_rate', 'unclean', 'admitted.success_rate'])

/** `w1 returned HTTP 503 ("no slot available") with 2 requests in flight, and the cluster file claims 4 slots`. */
function inWords(overclaim: Overclaim): string {
  const { worker, accepted, claimed, status, words } = overclaim
  const requests = accepted === 1 ? '1 request' : `${accepted} requests`
  return `${worker} returned HTTP ${status}${inQuotes({ words })} with ${requests} in flight, and the cluster file claims ${claimed} slots`
}

function claimThatFits({ worker, accepted }: Overclaim): string {
  return `\`max_concurrent_requests: ${accepted}\` for ${worker}`
}

function moreSlots({ worker, workerType, model = 'MODEL' }: Overclaim): string {
  return `or give it more: ${remediesOf({ name: worker, workerType }).moreSlots(model)}`
}
