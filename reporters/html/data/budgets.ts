import type { ParsedCondition } from '../../../lib/conditions/condition.ts'
import type { ConditionVerdict } from '../../../lib/record/verdict.ts'
import type { Dimension } from '../../../lib/units/dimension.ts'
import type { Interval } from '../../../lib/units/interval.ts'

/** A condition of a test with everything that was held against it: of each worker, member and level. */
export interface Budget {
  /** `speedup at concurrency 15` */
  readonly title: string
  readonly condition: string
  readonly dimension: Dimension
  /** Undefined where the words cannot be read, in a record of another version. */
  readonly parsed: ParsedCondition | undefined
  readonly status: ConditionVerdict['status']
  /** What was measured, from lowest to highest. */
  readonly measured: string
  /** The numbers among it; of very many those that missed it, the ends and some between. */
  readonly points: readonly BudgetPoint[]
  /** How many numbers there are in all. */
  readonly count: number
  /** As the first case has it: what all have in common. */
  readonly first: ConditionVerdict
  /** Where it is in the spec; absent where it was met. */
  readonly frame?: string
}

export interface BudgetPoint {
  /** Whose value it is; empty where there is one alone. */
  readonly name: string
  readonly value: number
  readonly interval?: Interval
  readonly status: ConditionVerdict['status']
}

const severity: readonly ConditionVerdict['status'][] = ['fail', 'no_data', 'inconclusive', 'pass']

/** What is worst decides over several. */
export function worstOf(
  statuses: readonly ConditionVerdict['status'][],
): ConditionVerdict['status'] {
  return severity.find((status) => statuses.includes(status)) ?? 'pass'
}

/** What people ask first of a test. */
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

/** The one that says most of a test: of those that are worst off, the most telling one that can be drawn. */
export function leadingBudget(budgets: readonly Budget[]): Budget | undefined {
  const worst = severity.find((status) => budgets.some((budget) => budget.status === status))
  const candidates = budgets.filter(({ status }) => status === worst)
  const drawn = candidates.filter(({ points }) => points.length > 0)
  const [most] = drawn.toSorted(
    (a, b) => reporting.indexOf(a.dimension) - reporting.indexOf(b.dimension),
  )
  return most ?? candidates[0]
}
