import type { Interval } from '../units/interval.ts'
import type { Condition } from './condition.ts'
import { holds } from './holds.ts'

/**
 * Evaluates a condition on all possible true values: the interval, and the measured value if it is outside.
 * `met` if all of them meet the condition, `missed` if none does.
 *
 * Undefined for conditions without intervals: `==`, `!=` and single values are about the number itself, and
 * others are not about numbers.
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
  // The values that meet such a condition have no gaps, so that the ends of the interval decide.
  return holds(condition, low) && holds(condition, high) ? 'met' : 'inconclusive'
}

/** The number of the interval that is most likely to meet the condition. */
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
