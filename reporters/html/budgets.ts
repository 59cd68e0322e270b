import type { Measurement } from '../../lib/record/measurement.ts'
import { type ConditionVerdict, conditionTitle } from '../../lib/record/verdict.ts'
import type { ParsedCondition } from '../../lib/units/condition.ts'
import type { Dimension } from '../../lib/units/dimension.ts'
import { evaluateCondition } from '../../lib/units/evaluate-condition.ts'
import type { Interval } from '../../lib/units/interval.ts'
import { hasLabels, type Labels, labelsInWords, readLabelled } from '../../lib/units/labels.ts'
import { parseCondition } from '../../lib/units/parse-condition.ts'
import { formatQuantity } from '../../lib/units/quantity.ts'
import { regressionCondition } from '../../lib/units/regression-budget.ts'
import { extentOf } from './charts/extent.ts'
import type { ReportedTest } from './reported-test.ts'

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
  /** The numbers among it. */
  readonly points: readonly BudgetPoint[]
  readonly verdicts: readonly BudgetVerdict[]
}

export interface BudgetPoint {
  /** Whose value it is; empty where there is one alone. */
  readonly name: string
  readonly value: number
  readonly interval?: Interval
  readonly status: ConditionVerdict['status']
}

export interface BudgetVerdict {
  readonly subject: string
  readonly verdict: ConditionVerdict
}

const severity: readonly ConditionVerdict['status'][] = ['fail', 'no_data', 'inconclusive', 'pass']

/** The conditions of a test, each once, in the order of the spec. */
export function budgetsOf({ cases }: ReportedTest): readonly Budget[] {
  const groups = new Map<string, (BudgetVerdict & { measurement?: Measurement })[]>()
  for (const { subject, record } of cases) {
    const { conditions = [], measurement } = record.record?.verdict ?? {}
    conditions.forEach((verdict, index) => {
      const key = JSON.stringify([index, conditionTitle(verdict), verdict.condition])
      const group = groups.get(key) ?? []
      group.push({ subject, verdict, ...(measurement && { measurement }) })
      groups.set(key, group)
    })
  }
  return [...groups.values()].flatMap((group) => budgetOf(group, cases.length > 1) ?? [])
}

/** What people ask first of a test. */
const telling: readonly Dimension[] = [
  'multiplier',
  'duration',
  'rate',
  'percentage',
  'bytes',
  'count',
]

/** The one that says most of a test: of those that are worst off, the most telling one that can be drawn. */
export function leadingBudget(budgets: readonly Budget[]): Budget | undefined {
  const worst = severity.find((status) => budgets.some((budget) => budget.status === status))
  const candidates = budgets.filter(({ status }) => status === worst)
  const drawn = candidates.filter(({ points }) => points.length > 0)
  const [most] = drawn.toSorted(
    (a, b) => telling.indexOf(a.dimension) - telling.indexOf(b.dimension),
  )
  return most ?? candidates[0]
}

function budgetOf(
  group: readonly (BudgetVerdict & { measurement?: Measurement })[],
  isOfSeveral: boolean,
): Budget | undefined {
  const first = group[0]?.verdict
  if (!first) return undefined
  const parsed = parsedCondition(first)
  const points = group.flatMap(({ subject, verdict, measurement }) =>
    pointsOf(verdict, measurement, parsed, isOfSeveral ? subject : ''),
  )
  return {
    title: conditionTitle(first),
    condition: first.condition,
    dimension: first.dimension,
    parsed,
    status: worstOf(group.map(({ verdict }) => verdict.status)),
    measured: extent(points, group, first.dimension),
    points,
    verdicts: group.map(({ subject, verdict }) => ({ subject, verdict })),
  }
}

function worstOf(statuses: readonly ConditionVerdict['status'][]): ConditionVerdict['status'] {
  return severity.find((status) => statuses.includes(status)) ?? 'pass'
}

/** Several conditions that must all hold are told as one, with `and` between them. */
function parsedCondition(verdict: ConditionVerdict): ParsedCondition | undefined {
  const { condition, dimension, baseline } = verdict
  if (baseline) return regressionCondition(baseline.budget)
  const parsed = parseCondition(condition, dimension)
  if (parsed.ok) return parsed.condition
  const all = parseCondition(condition.split(' and '), dimension)
  return all.ok ? all.condition : undefined
}

function pointsOf(
  verdict: ConditionVerdict,
  measurement: Measurement | undefined,
  parsed: ParsedCondition | undefined,
  subject: string,
): BudgetPoint[] {
  const values = measurement && !verdict.baseline ? valuesOf(verdict, measurement) : []
  const own = ownPoint(verdict, subject)
  if (values.length <= 1) return own
  return values.map(({ name, value, interval }) => ({
    name: [subject, name].filter(Boolean).join(' '),
    value,
    ...(interval && { interval }),
    status: statusOf(verdict, parsed, value, interval),
  }))
}

function ownPoint({ measured, interval, status }: ConditionVerdict, name: string): BudgetPoint[] {
  if (typeof measured !== 'number' || !Number.isFinite(measured)) return []
  return [{ name, value: measured, ...(interval && { interval }), status }]
}

/** What is not judged as a whole is not judged in its parts either. */
function statusOf(
  { status }: ConditionVerdict,
  parsed: ParsedCondition | undefined,
  value: number,
  interval: Interval | undefined,
): BudgetPoint['status'] {
  if (!parsed || status === 'inconclusive') return status
  const { outcome } = evaluateCondition(parsed, value, interval)
  if (outcome === 'met') return 'pass'
  return outcome === 'missed' ? 'fail' : outcome
}

interface NamedValue {
  readonly name: string
  readonly value: number
  readonly interval?: Interval
}

/** The numbers that a condition is about: of a family (`share.each`) each member's, of several levels each level's. */
function valuesOf(
  { metric, at = {} }: ConditionVerdict,
  { metrics, intervals = {} }: Measurement,
): NamedValue[] {
  const family = metric.endsWith('.each') ? metric.slice(0, -'each'.length) : undefined
  return Object.entries(metrics).flatMap(([key, value]): NamedValue[] => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return []
    const { metric: name, labels } = readLabelled(key)
    const isAsked = family === undefined ? name === metric : name.startsWith(family)
    if (!isAsked || !hasLabels(labels, at)) return []
    const interval = Object.hasOwn(intervals, key) ? intervals[key] : undefined
    const member = family === undefined ? '' : name.slice(family.length)
    const words = [member, levelWords(labels, at)].filter(Boolean).join(' ')
    return [{ name: words, value, ...(interval && { interval }) }]
  })
}

function levelWords(labels: Labels, at: Labels): string {
  const further = Object.entries(labels).filter(([name]) => !Object.hasOwn(at, name))
  return further.length > 0 ? `at ${labelsInWords(Object.fromEntries(further))}` : ''
}

function extent(
  points: readonly BudgetPoint[],
  group: readonly BudgetVerdict[],
  dimension: Dimension,
): string {
  const without = group.filter(({ verdict }) => verdict.status === 'no_data').length
  const { low, high } = extentOf(points.map(({ value }) => value))
  if (points.length > 0) {
    const ends = [...new Set([low, high].map((end) => formatQuantity(end, dimension)))].join(' to ')
    return without > 0 ? `${ends}, ${without} without data` : ends
  }
  const told = [...new Set(group.map(({ verdict }) => verdict.formatted))]
  return told.length > 3 ? `${told.length} different values` : told.join(', ')
}
