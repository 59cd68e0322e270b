import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { requestsFailedBeside } from '../balance/requests-failed.ts'
import { slotsRefusedBeside } from '../balance/slots-refused.ts'
import { sum } from '../evidence/load-workers.ts'

/** The load generator was the limit, so that the run shows nothing about the cluster. */
export function clientLimited(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const reasons = ownReasons(measurement)
  if (reasons.length === 0 || missed.length > 0) return undefined
  // Requests that fail at once keep a client busier than any cluster.
  if (maxFailed(measurement)) {
    return slotsRefusedBeside(measurement) ?? requestsFailedBeside(measurement)
  }
  const reported = reasons.map((reason) =>
    reason.replace(/^the load generator was the limit:? /, ''),
  )
  return clientIsTheLimit(
    `the load generator was the limit: ${reported[0]}`,
    reported.join('; '),
    remediesFor(reasons.join('\n')),
  )
}

export function clientIsTheLimit(
  symptom: string,
  reported: string,
  remedy: readonly string[] = always,
): Diagnosis {
  return {
    code: 'client_limited',
    symptom,
    cause: `this machine, which makes the load, was the limit, and not the cluster: ${reported}`,
    remedy,
  }
}

/** Why it is unfit to be judged, as far as its loads report it about their client. */
function ownReasons({ loads = [], unfit = [] }: Measurement): string[] {
  const limits = loads.flatMap(({ client }) => client.limitedBy)
  return unfit.filter((reason) => limits.some((limit) => reason.endsWith(limit)))
}

function maxFailed({ loads = [] }: Measurement): boolean {
  const ended = sum(loads, ({ total }) => total.ended)
  return ended > 0 && sum(loads, ({ total }) => total.ok) < ended / 2
}

const always = [
  'run the load from a separate machine that is neither a worker nor busy; close other programs',
  'ask for less: a lower `concurrency`, fewer tests at a time (`npx vitest run specs/perf` alone)',
]

function remediesFor(reasons: string): readonly string[] {
  const own = [
    ...(reasons.includes('a server that does nothing')
      ? ['have workers do more for each request, so that there are fewer: raise `max_tokens`']
      : []),
    ...(reasons.includes('were in flight')
      ? [
          'raise `requests` to ten times `concurrency` at least, so that the start of a run weighs less',
        ]
      : []),
  ]
  return [...own, ...always]
}
