import type { Measurement } from '../record/measurement.ts'
import type { ConditionVerdict, Verdict, VerdictStatus } from '../record/verdict.ts'
import { evaluateCondition } from '../units/evaluate-condition.ts'
import { formatQuantity } from '../units/quantity.ts'
import { diagnose } from './diagnose.ts'
import type { Expectation } from './expectation.ts'

/**
 * Holds a measurement against what is expected of it. No data never passes: a metric without a value
 * misses every condition, and a test that expects nothing fails.
 */
export function judge(expectations: readonly Expectation[], measurement: Measurement): Verdict {
  const conditions = expectations.map((expectation) => judgeOne(expectation, measurement))
  const status = measurement.error ? 'error' : statusOf(conditions)
  if (status === 'pass') return { status, conditions, measurement }
  const diagnosis = diagnose(measurement, conditions)
  const reason =
    measurement.error?.message ?? (conditions.length === 0 ? nothingExpected : undefined)
  return {
    status,
    conditions,
    measurement,
    ...(diagnosis && { diagnosis }),
    ...(reason !== undefined && { reason }),
  }
}

const nothingExpected = 'nothing is expected of this measurement, so it proves nothing'

function judgeOne(
  { metric, dimension, condition, place, frame }: Expectation,
  { metrics }: Measurement,
): ConditionVerdict {
  const measured = Object.hasOwn(metrics, metric) ? (metrics[metric] ?? null) : null
  const { outcome, reason } = evaluateCondition(condition, measured)
  return {
    metric,
    dimension,
    condition: condition.text,
    status: outcome === 'met' ? 'pass' : outcome === 'missed' ? 'fail' : 'no_data',
    measured: typeof measured === 'number' && !Number.isFinite(measured) ? null : measured,
    formatted: formatQuantity(measured, dimension),
    ...(reason !== undefined && { reason }),
    ...(place && { place }),
    ...(frame !== undefined && { frame }),
  }
}

function statusOf(conditions: readonly ConditionVerdict[]): VerdictStatus {
  if (conditions.length === 0) return 'fail'
  if (conditions.some(({ status }) => status === 'fail' || status === 'no_data')) return 'fail'
  return conditions.some(({ status }) => status === 'inconclusive') ? 'inconclusive' : 'pass'
}
