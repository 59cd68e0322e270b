import type { Measurement } from '../record/measurement.ts'
import type { ConditionVerdict, Verdict, VerdictStatus } from '../record/verdict.ts'
import { diagnose } from './diagnose.ts'
import type { Expectation } from './expectation.ts'
import { judgeFamily } from './judge-family.ts'
import { judgeMetric } from './judge-metric.ts'

/**
 * Holds a measurement against what is expected of it. No data never passes: a metric without a value
 * misses every condition, and a test that expects nothing fails. Nor does a sample that leaves a
 * condition open pass: it is inconclusive.
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

function judgeOne(expectation: Expectation, measurement: Measurement): ConditionVerdict {
  const { metric, family, dimension, condition, place, frame } = expectation
  const judged =
    family === undefined
      ? judgeMetric(metric, condition, measurement)
      : judgeFamily(family, condition, measurement)
  return {
    metric,
    dimension,
    condition: condition.text,
    ...judged,
    ...(place && { place }),
    ...(frame !== undefined && { frame }),
  }
}

function statusOf(conditions: readonly ConditionVerdict[]): VerdictStatus {
  if (conditions.length === 0) return 'fail'
  if (conditions.some(({ status }) => status === 'fail' || status === 'no_data')) return 'fail'
  return conditions.some(({ status }) => status === 'inconclusive') ? 'inconclusive' : 'pass'
}
