import type { ComparisonOperator, Condition } from './condition.ts'

export type MissSide = 'above' | 'below'

/**
 * The side on which a number misses a condition; undefined if it meets the condition, or the condition has
 * no sides.
 */
export function missSide(condition: Condition, value: number): MissSide | undefined {
  switch (condition.kind) {
    case 'comparison':
      return typeof condition.value === 'number'
        ? sideOfLimit(condition.operator, condition.value, value)
        : undefined
    case 'tolerance': {
      const { center, tolerance } = condition
      return sideOfRange(center - tolerance, center + tolerance, value)
    }
    case 'range':
      return sideOfRange(condition.low, condition.high, value)
    case 'equals':
      return typeof condition.value === 'number'
        ? sideOfRange(condition.value, condition.value, value)
        : undefined
    case 'all_of':
      return condition.conditions
        .map((each) => missSide(each.condition, value))
        .find((side) => side !== undefined)
    default:
      return undefined
  }
}

function sideOfLimit(operator: ComparisonOperator, limit: number, value: number) {
  if (operator === '<') return value >= limit ? 'above' : undefined
  if (operator === '<=') return value > limit ? 'above' : undefined
  if (operator === '>') return value <= limit ? 'below' : undefined
  if (operator === '>=') return value < limit ? 'below' : undefined
  return operator === '==' ? sideOfRange(limit, limit, value) : undefined
}

function sideOfRange(low: number, high: number, value: number): MissSide | undefined {
  if (value < low) return 'below'
  return value > high ? 'above' : undefined
}
