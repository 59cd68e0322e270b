import type { Condition, Scalar } from './condition.ts'

/**
 * How far a number is from meeting a condition, in the unit of the metric: above zero it misses by
 * that much, below zero there is that much room left. Zero for conditions that are not about numbers.
 */
export function shortfall(condition: Condition, value: number): number {
  switch (condition.kind) {
    case 'comparison':
      if (condition.operator === '!=') return -distance(condition.value, value)
      if (condition.operator === '==') return distance(condition.value, value)
      if (condition.operator.startsWith('<')) return difference(condition.value, value)
      return -difference(condition.value, value)
    case 'tolerance':
      return Math.abs(value - condition.center) - condition.tolerance
    case 'range':
      return Math.max(condition.low - value, value - condition.high)
    case 'equals':
      return typeof condition.value === 'object' ? 0 : distance(condition.value, value)
    case 'one_of':
      return Math.min(...condition.values.map((candidate) => distance(candidate, value)))
    case 'all_of':
      return Math.max(...condition.conditions.map((each) => shortfall(each.condition, value)))
    default:
      return 0
  }
}

function distance(wanted: Scalar, value: number): number {
  return Math.abs(difference(wanted, value))
}

function difference(wanted: Scalar, value: number): number {
  return typeof wanted === 'number' ? value - wanted : 0
}
