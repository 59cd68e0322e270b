import type { Condition } from '../../../lib/conditions/condition.ts'

/** The numbers that meet a condition: from `low` to `high`, either may be infinite. */
export interface AllowedRange {
  readonly low: number
  readonly high: number
}

/**
 * The allowed range of a number, for drawing. Undefined for conditions that are not about numbers, and for
 * those that allow more than one range.
 */
export function allowedRange(condition: Condition): AllowedRange | undefined {
  switch (condition.kind) {
    case 'comparison':
      return typeof condition.value === 'number'
        ? compared(condition.operator, condition.value)
        : undefined
    case 'tolerance':
      return {
        low: condition.center - condition.tolerance,
        high: condition.center + condition.tolerance,
      }
    case 'range':
      return { low: condition.low, high: condition.high }
    case 'equals':
      return typeof condition.value === 'number'
        ? { low: condition.value, high: condition.value }
        : undefined
    case 'all_of':
      return intersection(condition.conditions.map((each) => allowedRange(each.condition)))
    default:
      return undefined
  }
}

function compared(operator: string, value: number): AllowedRange | undefined {
  if (operator.startsWith('<')) return { low: Number.NEGATIVE_INFINITY, high: value }
  if (operator.startsWith('>')) return { low: value, high: Number.POSITIVE_INFINITY }
  return operator === '==' ? { low: value, high: value } : undefined
}

function intersection(ranges: readonly (AllowedRange | undefined)[]): AllowedRange | undefined {
  const known = ranges.flatMap((range) => range ?? [])
  if (known.length < ranges.length) return undefined
  const low = Math.max(...known.map((range) => range.low))
  const high = Math.min(...known.map((range) => range.high))
  return low <= high ? { low, high } : undefined
}

/** The finite ends of a range: its bounds. */
export function boundsOf({ low, high }: AllowedRange): readonly number[] {
  return [...new Set([low, high])].filter(Number.isFinite)
}
