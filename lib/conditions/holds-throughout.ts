import type { Interval } from '../units/interval.ts'
import type { Condition } from './condition.ts'
import { holds } from './holds.ts'

/**
 * Holds a condition against all that the true value may be: the interval, and the measured value
 * should it lie outside. `met` where all of that meets the condition, `missed` where nothing of it does.
 *
 * Undefined for conditions that an interval does not concern: `==`, `!=` and single values ask for
 * the number itself, and the others are not about numbers.
 */
export function holdsThroughout(
  condition: Condition,
  value: number,
  interval: Interval,
): 'met' | 'missed' | 'inconclusive' | undefined {
  const low = Math.min(interval.low, value)
  const high = Math.max(interval.high, value)
  const best = mostFitting(condition, low, high)
  if (best === undefined) return undefined
  if (!holds(condition, best)) return 'missed'
  // What meets such a condition has no gaps, so that the ends speak for all between them.
  return holds(condition, low) && holds(condition, high) ? 'met' : 'inconclusive'
}

/** The number of an interval that meets the condition if any does. */
function mostFitting(condition: Condition, low: number, high: number): number | undefined {
  switch (condition.kind) {
    case 'comparison':
      if (typeof condition.value !== 'number') return undefined
      if (condition.operator === '<' || condition.operator === '<=') return low
      return condition.operator === '>' || condition.operator === '>=' ? high : undefined
    case 'tolerance':
      return Math.min(Math.max(condition.center, low), high)
    case 'range':
      return Math.min(Math.max(condition.low, low), high)
    default:
      return undefined
  }
}
