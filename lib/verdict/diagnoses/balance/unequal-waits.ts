import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import { numberOf } from '../evidence/load-evidence.ts'

/** Some requests waited much longer for a slot than the average, or none waited at all. */
export function unequalWaits(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  if (!missed.some(({ metric }) => metric === 'fairness')) return undefined
  const meanMs = numberOf(measurement, 'queue_wait.avg') ?? 0
  const maxMs = numberOf(measurement, 'queue_wait.max') ?? 0
  const serviceMs = numberOf(measurement, 'service_time.avg') ?? 0
  const [mean, longest] = [meanMs, maxMs].map((ms) => formatQuantity(ms, 'duration'))
  const symptom = `the longest wait was ${longest}, the mean ${mean}`
  // If a slot is nearly always free, the mean is one of zeros.
  if (meanMs < serviceMs / 10) {
    return {
      code: 'hardly_any_waits',
      symptom,
      cause: 'almost no request had to wait, so a single one that did is an outlier',
      remedy: [
        'raise `concurrency` to twice the slots, where waiting is the rule; or ask for `queue_wait.max`',
      ],
    }
  }
  return {
    code: 'waits_unequal',
    symptom,
    cause:
      'the queue is first come, first served, so some waited for a particular worker: one that serves their model, or a second one after the first had failed; or a worker was out for a while and all behind it waited',
    remedy: [
      'see whether requests failed: `failed: 0`, `retries: 0`',
      'give all workers the same `model` in the cluster file',
    ],
  }
}
