import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import { numberOf } from '../evidence/load-evidence.ts'

const aboutSessions = ['affinity', 'affinity.worst', 'sessions_moved']

/** Requests of one session went to several workers. */
export function tornSessions(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const isAsked = missed.some(({ metric }) => aboutSessions.includes(metric))
  const affinity = numberOf(measurement, 'affinity')
  if (measurement.check !== 'affinity' || !isAsked || affinity === undefined) return undefined
  const { strategy, sessions_moved: moved } = measurement.metrics
  const [kept, chance] = [affinity, numberOf(measurement, 'chance') ?? 0].map((value) =>
    formatQuantity(value, 'percentage'),
  )
  return {
    code: 'sessions_torn',
    symptom: `${kept} of the requests stayed with their session's worker, ${moved} sessions moved; chance alone gives ${chance}`,
    ...(strategy === 'cache_affinity' ? noRoom(measurement) : otherStrategy(strategy)),
  }
}

function otherStrategy(strategy: unknown): Pick<Diagnosis, 'cause' | 'remedy'> {
  return {
    cause: `the strategy ${strategy} does not look at sessions`,
    remedy: ['`strategy: cache_affinity`, in the check and under `balancer` in the cluster file'],
  }
}

function noRoom(measurement: Measurement): Pick<Diagnosis, 'cause' | 'remedy'> {
  if ((numberOf(measurement, 'retries') ?? 0) > 0) {
    return {
      cause: 'requests failed, and went on to another worker',
      remedy: ['see which worker fails, and why: `npx vitest run specs/network`, its log'],
    }
  }
  return {
    cause:
      'the slots of their workers were taken: more sessions at once than slots, or several that share a worker; who would wait goes to the next one in order',
    remedy: [
      'lower `sessions`, or raise `max_concurrent_requests` if the workers have more slots',
      'ask for less: with as many sessions as slots some share a worker by chance',
    ],
  }
}
