import type { ComparisonOperator, Condition, ParsedCondition, Scalar } from './condition.ts'
import type { MetricValue } from './dimension.ts'
import { explainMiss } from './explain-miss.ts'

export interface Evaluation {
  readonly outcome: 'met' | 'missed' | 'no_data'
  /** Why it is not met, in one line; absent where it is. */
  readonly reason?: string
}

/**
 * Share of the numbers involved by which a tolerance is widened, so that 33% ± 5% includes a 28 %
 * that floating point has made 27.999999999999996. Comparisons and ranges are exact.
 */
const TOLERANCE_SLACK = 1e-9

/**
 * Holds a condition against a measured value (in the dimension's unit). Pure; never throws.
 *
 * Nothing measured and NaN are `no_data`, whatever the condition; a value of another type than the
 * condition is about is `missed`, also by `!=`. Infinity is a number like others.
 */
export function evaluateCondition(
  parsed: ParsedCondition,
  value: MetricValue | undefined,
): Evaluation {
  if (value === null || value === undefined) {
    return { outcome: 'no_data', reason: 'no data: nothing was measured' }
  }
  if (Number.isNaN(value)) {
    return { outcome: 'no_data', reason: 'no data: the measured value is not a number' }
  }
  if (parsed.condition.kind === 'all_of') return evaluateAll(parsed.condition.conditions, value)
  if (holds(parsed.condition, value)) return { outcome: 'met' }
  const isMiss = (other: number): boolean => !holds(parsed.condition, other)
  return { outcome: 'missed', reason: explainMiss(parsed, value, isMiss) }
}

function evaluateAll(
  conditions: readonly ParsedCondition[],
  value: NonNullable<MetricValue>,
): Evaluation {
  const missed = conditions
    .map((condition) => evaluateCondition(condition, value))
    .filter(({ outcome }) => outcome !== 'met')
  if (missed.length === 0) return { outcome: 'met' }
  return { outcome: 'missed', reason: missed.map(({ reason }) => reason).join('; ') }
}

function holds(condition: Condition, value: NonNullable<MetricValue>): boolean {
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
      return evaluateAll(condition.conditions, value).outcome === 'met'
  }
}

function compares(
  operator: ComparisonOperator,
  value: NonNullable<MetricValue>,
  limit: Scalar,
): boolean {
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

/** A text as a list of one; nothing for what has no text. */
function textsOf(value: NonNullable<MetricValue>): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' ? value : []
}
