import type { Place } from '../record/verdict.ts'
import type { ParsedCondition } from '../units/condition.ts'
import type { Dimension } from '../units/dimension.ts'

/** A metric, the condition it must meet, and where a user wrote that. */
export interface Expectation {
  readonly metric: string
  /** Prefix of the metrics that must all meet it, where `metric` is the `.each` of a family: `share.`. */
  readonly family?: string
  readonly dimension: Dimension
  readonly condition: ParsedCondition
  readonly place?: Place
  readonly frame?: string
}
