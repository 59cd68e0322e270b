import type { MetricValue } from '../units/dimension.ts'
import { jsonNull } from '../units/json-text.ts'
import type { ComparisonOperator, Condition, Scalar } from './condition.ts'

/**
 * Relative widening of a tolerance, so that 33% ± 5% includes a 28 % that floating point has made
 * 27.999999999999996. Comparisons and ranges are exact.
 */
const TOLERANCE_SLACK = 1e-9

/** Whether a value meets a condition; a value of another type does not. */
export function holds(condition: Condition, value: NonNullable<MetricValue>): boolean {
  switch (condition.kind) {
    case 'comparison':
      return compares(condition.operator, value, condition.value)
    case 'tolerance':
      return typeof value === 'number' && isWithin(value, condition)
    case 'range':
      return typeof value === 'number' && value >= condition.low && value <= condition.high
    case 'equals':
      return equals(value, condition.value)
    case 'matches': {
      const regex = new RegExp(condition.source, condition.flags)
      return textsOf(value).some((text) => regex.test(text))
    }
    case 'contains':
      return typeof value === 'string'
        ? value.includes(condition.value)
        : textsOf(value).includes(condition.value)
    case 'one_of':
      return condition.values.some((candidate) =>
        typeof candidate === 'string' ? textsOf(value).includes(candidate) : value === candidate,
      )
    case 'all_of':
      return condition.conditions.every((each) => holds(each.condition, value))
  }
}

function compares(
  operator: ComparisonOperator,
  value: NonNullable<MetricValue>,
  limit: Scalar,
): boolean {
  // Any other value than JSON's `null`, of whatever type.
  if (operator === '!=' && limit === jsonNull) return value !== jsonNull
  if (typeof value !== typeof limit) return false
  if (operator === '==') return value === limit
  if (operator === '!=') return value !== limit
  if (typeof value !== 'number' || typeof limit !== 'number') return false
  if (operator === '<') return value < limit
  if (operator === '<=') return value <= limit
  if (operator === '>') return value > limit
  return value >= limit
}

function isWithin(value: number, { center, tolerance }: { center: number; tolerance: number }) {
  const slack = TOLERANCE_SLACK * Math.max(Math.abs(center), tolerance)
  return Number.isFinite(value) && Math.abs(value - center) <= tolerance + slack
}

function equals(value: NonNullable<MetricValue>, wanted: Scalar | readonly string[]): boolean {
  if (typeof wanted !== 'object') return value === wanted
  return (
    typeof value === 'object' &&
    value.length === wanted.length &&
    value.every((element, index) => element === wanted[index])
  )
}

/** A text as a list of one; empty without a text. */
function textsOf(value: NonNullable<MetricValue>): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' ? value : []
}
