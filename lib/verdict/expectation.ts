import type { ParsedCondition } from '../conditions/condition.ts'
import type { RegressionBudget } from '../conditions/regression-budget.ts'
import type { ConditionPlace } from '../record/verdict.ts'
import type { Dimension } from '../units/dimension.ts'
import type { Labels } from '../units/labels.ts'

/** A metric, the condition it must meet, and its position in the user's file. */
export interface Expectation {
  readonly metric: string
  /** Prefix of the metrics that must all meet it, if `metric` is the `.each` of a family: `share.`. */
  readonly family?: string
  /** Its level; undefined: every measured one. */
  readonly at?: Labels
  readonly dimension: Dimension
  /** Success rates that must be high enough for the metric to count; undefined: none. */
  readonly needs?: readonly string[]
  readonly condition: ParsedCondition
  /** For a comparison with the baseline; `condition` is then about the change in percent. */
  readonly regression?: RegressionBudget
  readonly place?: ConditionPlace
  readonly frame?: string
}
