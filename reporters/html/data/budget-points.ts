import type { ParsedCondition } from '../../../lib/conditions/condition.ts'
import { evaluateCondition } from '../../../lib/conditions/evaluate-condition.ts'
import { familyOf, isAbout } from '../../../lib/record/asked-about.ts'
import type { Measurement } from '../../../lib/record/measurement.ts'
import type { ConditionVerdict } from '../../../lib/record/verdict.ts'
import type { Interval } from '../../../lib/units/interval.ts'
import { type Labels, labelsInWords, readLabelled } from '../../../lib/units/labels.ts'
import type { BudgetPoint } from './budgets.ts'

/** Each only with the name of its member and level. */
export function pointsOf(
  verdict: ConditionVerdict,
  measurement: Measurement | undefined,
  parsed: ParsedCondition | undefined,
): BudgetPoint[] {
  const values = measurement && !verdict.baseline ? valuesOf(verdict, measurement) : []
  if (values.length <= 1) return ownPoint(verdict)
  return values.map(({ name, value, interval }) => ({
    name,
    value,
    ...(interval && { interval }),
    status: statusOf(verdict, parsed, value, interval),
  }))
}

function ownPoint({ measured, interval, status }: ConditionVerdict): BudgetPoint[] {
  if (typeof measured !== 'number' || !Number.isFinite(measured)) return []
  return [{ name: '', value: measured, ...(interval && { interval }), status }]
}

/** A value without a verdict as a whole has none in its parts either. */
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

/** The numbers of a condition: of a family each member's, of several levels each level's. */
function valuesOf(asked: ConditionVerdict, { metrics, intervals = {} }: Measurement): NamedValue[] {
  const family = familyOf(asked.metric)
  return Object.entries(metrics).flatMap(([key, value]): NamedValue[] => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return []
    const { metric: name, labels } = readLabelled(key)
    if (!isAbout(asked, name, labels)) return []
    const interval = Object.hasOwn(intervals, key) ? intervals[key] : undefined
    const member = family === undefined ? '' : name.slice(family.length)
    const words = [member, levelWords(labels, asked.at ?? {})].filter(Boolean).join(' ')
    return [{ name: words, value, ...(interval && { interval }) }]
  })
}

function levelWords(labels: Labels, at: Labels): string {
  const further = Object.entries(labels).filter(([name]) => !Object.hasOwn(at, name))
  return further.length > 0 ? `at ${labelsInWords(Object.fromEntries(further))}` : ''
}
