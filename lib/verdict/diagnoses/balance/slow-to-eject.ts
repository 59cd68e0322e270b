import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { formatQuantity } from '../../../units/quantity.ts'

/** The balancer continued to send to a worker that was gone. */
export function slowToEject(
  { check, metrics }: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const late = missed.find(
    ({ metric }) => metric === 'time_to_eject' || metric === 'sent_meanwhile',
  )
  if (check !== 'failover' || !late) return undefined
  const { by, time_to_eject: noticed } = metrics
  if (typeof noticed !== 'number') {
    return {
      code: 'outage_not_noticed',
      symptom: 'the worker was taken out, and the balancer did not notice',
      cause:
        'it was back before it had failed often enough, or the load met it too seldom in that time',
      remedy: ['raise `back_after`, `requests` or `concurrency` of the check', sooner(by)],
    }
  }
  return {
    code: 'slow_to_eject',
    symptom: `the balancer took ${formatQuantity(noticed, 'duration')} to notice that the worker was gone`,
    cause:
      by === 'hang'
        ? 'only probes can distinguish a silent worker from a slow one'
        : 'a worker is ejected after several failures in a row, or once its probes fail',
    remedy: [sooner(by)],
  }
}

function sooner(by: unknown): string {
  return by === 'hang'
    ? 'probe more often: `health: { interval: 1s, timeout: 1s, failures: 2 }` under `balancer` in the cluster file'
    : 'eject sooner: `circuit: { failures: 3 }`, `health: { interval: 1s }` under `balancer` in the cluster file'
}
