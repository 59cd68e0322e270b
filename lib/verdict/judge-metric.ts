import type { Measurement } from '../record/measurement.ts'
import type { ConditionVerdict } from '../record/verdict.ts'
import type { ParsedCondition } from '../units/condition.ts'
import { type Evaluation, evaluateCondition } from '../units/evaluate-condition.ts'
import { formatQuantity } from '../units/quantity.ts'

/** What a verdict on a condition says of the measured value, beside what was asked. */
export type Judged = Pick<
  ConditionVerdict,
  'status' | 'measured' | 'formatted' | 'interval' | 'member' | 'reason'
>

const statusOf: Readonly<Record<Evaluation['outcome'], ConditionVerdict['status']>> = {
  met: 'pass',
  missed: 'fail',
  inconclusive: 'inconclusive',
  no_data: 'no_data',
}

/** Holds one metric, with its interval where it has one, against a condition. */
export function judgeMetric(
  metric: string,
  condition: ParsedCondition,
  { metrics, intervals = {} }: Measurement,
): Judged {
  const measured = Object.hasOwn(metrics, metric) ? (metrics[metric] ?? null) : null
  const interval = Object.hasOwn(intervals, metric) ? intervals[metric] : undefined
  const { outcome, reason } = evaluateCondition(condition, measured, interval)
  return {
    status: statusOf[outcome],
    // What JSON cannot carry; `formatted` says it in words.
    measured: typeof measured === 'number' && !Number.isFinite(measured) ? null : measured,
    formatted: formatQuantity(measured, condition.dimension),
    ...(interval && { interval }),
    ...(reason !== undefined && { reason }),
  }
}
