import type { Better } from '../units/dimension.ts'
import { formatQuantity } from '../units/quantity.ts'
import type { ParsedCondition } from './condition.ts'

/** How much worse a metric may be than its baseline. */
export interface RegressionBudget {
  readonly better: Better
  /** In percent of the baseline, above 0 and below 100. */
  readonly withinPercent: number
  /** Required confidence of the verdict, between 0 and 1. */
  readonly confidence: number
  /**
   * Number of blocks at which it is looked at: from `first` on after each, up to `most`. Absent: once, at
   * the end.
   */
  readonly looks?: Looks
}

/** Repetitions after which a comparison is looked at: from `first` on after each, up to `most`. */
export interface Looks {
  readonly first: number
  readonly most: number
}

/** The budget as a condition on the change in percent, where less is negative. */
export function regressionCondition({ better, withinPercent }: RegressionBudget): ParsedCondition {
  const isHigherBetter = better === 'higher'
  return {
    text: `within ${formatQuantity(withinPercent, 'percentage')} of the baseline`,
    dimension: 'percentage',
    condition: {
      kind: 'comparison',
      operator: isHigherBetter ? '>=' : '<=',
      value: isHigherBetter ? -withinPercent : withinPercent,
    },
  }
}
