import type { ParsedCondition } from '../conditions/condition.ts'
import { type Evaluation, evaluateCondition } from '../conditions/evaluate-condition.ts'
import type { Measurement } from '../record/measurement.ts'
import type { ConditionVerdict } from '../record/verdict.ts'
import { formatQuantity } from '../units/quantity.ts'
import { fewResponses } from './few-responses.ts'
import { metricDoubt } from './metric-doubt.ts'

/** The measured value in the verdict of a condition. */
export type Judged = Pick<
  ConditionVerdict,
  'status' | 'measured' | 'formatted' | 'interval' | 'member' | 'unfit' | 'reason'
>

const statusOf: Readonly<Record<Evaluation['outcome'], ConditionVerdict['status']>> = {
  met: 'pass',
  missed: 'fail',
  inconclusive: 'inconclusive',
  no_data: 'no_data',
}

/**
 * Judges one metric, with its interval if it has one, by a condition. A quantile of too few responses is
 * neither met nor missed, unless even these leave no doubt; nor is a metric that is not what its name means
 * (`metricDoubt`).
 */
export function judgeMetric(
  metric: string,
  condition: ParsedCondition,
  measurement: Measurement,
): Judged {
  const { metrics, intervals = {} } = measurement
  const measured = Object.hasOwn(metrics, metric) ? (metrics[metric] ?? null) : null
  const interval = Object.hasOwn(intervals, metric) ? intervals[metric] : undefined
  const evaluation = evaluateCondition(condition, measured, interval)
  const doubt = evaluation.outcome === 'no_data' ? undefined : metricDoubt(metric, measurement)
  const { outcome, reason }: Evaluation =
    doubt === undefined
      ? asFarAsSampled(evaluation, metric, condition, measurement)
      : { outcome: 'inconclusive', reason: `not judged: ${doubt}` }
  return {
    status: statusOf[outcome],
    // Values that JSON cannot represent; `formatted` has them in words.
    measured: typeof measured === 'number' && !Number.isFinite(measured) ? null : measured,
    formatted: formatQuantity(measured, condition.dimension),
    ...(interval && { interval }),
    ...(doubt !== undefined && { unfit: true as const }),
    ...(reason !== undefined && { reason }),
  }
}

/** The verdict on a value that does not count. A miss stays a miss. */
export function withoutData<T extends Judged>(judged: T, reason: string): T {
  return judged.status === 'fail' ? judged : { ...judged, status: 'no_data', reason }
}

function asFarAsSampled(
  evaluation: Evaluation,
  metric: string,
  condition: ParsedCondition,
  measurement: Measurement,
): Evaluation {
  const value = measurement.metrics[metric]
  if (evaluation.outcome === 'no_data' || typeof value !== 'number') return evaluation
  const few = fewResponses(metric, measurement)
  if (!few) return evaluation
  const limited = evaluateCondition(condition, value, few.interval)
  const isBeyondDoubt = limited.outcome === evaluation.outcome && limited.outcome !== 'inconclusive'
  return isBeyondDoubt ? evaluation : { outcome: 'inconclusive', reason: few.reason }
}
