import type { ParsedCondition } from '../../../lib/conditions/condition.ts'
import type { ConditionVerdict } from '../../../lib/record/verdict.ts'
import type { Dimension } from '../../../lib/units/dimension.ts'
import type { Interval } from '../../../lib/units/interval.ts'

/** A condition of a test with all of its values: of each worker, member and level. */
export interface Budget {
  /** `speedup at concurrency 15` */
  readonly title: string
  readonly condition: string
  readonly dimension: Dimension
  /** Undefined if its text cannot be parsed, in a record of another version. */
  readonly parsed: ParsedCondition | undefined
  readonly status: ConditionVerdict['status']
  /** The measured values, in ascending order. */
  readonly measured: string
  /** The numbers among them; of very many those that missed it, the extremes and some between. */
  readonly points: readonly BudgetPoint[]
  /** Number of all numbers. */
  readonly count: number
  /** From the first case: the common part. */
  readonly first: ConditionVerdict
  /** Its position in the spec; absent if it was met. */
  readonly frame?: string
}

export interface BudgetPoint {
  /** The subject of the value; empty if there is only one. */
  readonly name: string
  readonly value: number
  readonly interval?: Interval
  readonly status: ConditionVerdict['status']
}

const severity: readonly ConditionVerdict['status'][] = ['fail', 'no_data', 'inconclusive', 'pass']

/** The worst decides over several. */
export function worstOf(
  statuses: readonly ConditionVerdict['status'][],
): ConditionVerdict['status'] {
  return severity.find((status) => statuses.includes(status)) ?? 'pass'
}

/** The budgets that users look for first. */
const reporting: readonly Dimension[] = [
  'multiplier',
  'duration',
  'rate',
  'percentage',
  'bytes',
  'temperature',
  'frequency',
  'power',
  'count',
]

/** The leading budget of a test: of the worst ones, the most important one that can be drawn. */
export function leadingBudget(budgets: readonly Budget[]): Budget | undefined {
  const worst = severity.find((status) => budgets.some((budget) => budget.status === status))
  const candidates = budgets.filter(({ status }) => status === worst)
  const drawn = candidates.filter(({ points }) => points.length > 0)
  const [most] = drawn.toSorted(
    (a, b) => reporting.indexOf(a.dimension) - reporting.indexOf(b.dimension),
  )
  return most ?? candidates[0]
}
