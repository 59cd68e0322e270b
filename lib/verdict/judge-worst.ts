import type { ParsedCondition } from '../conditions/condition.ts'
import { shortfall } from '../conditions/shortfall.ts'
import type { Measurement } from '../record/measurement.ts'
import { type Labels, labelsInWords } from '../units/labels.ts'
import { formatQuantity } from '../units/quantity.ts'
import type { ConditionValue } from './condition-values.ts'
import { type Judged, judgeMetric, withoutData } from './judge-metric.ts'
import type { SuccessFloor } from './success-floor.ts'

/** At most this many values are named in a reason. */
const maxNamed = 3

/** The condition on each of the values. */
export interface WorstQuestion {
  readonly condition: ParsedCondition
  /** The labels of the condition, which are omitted for each value. */
  readonly at?: Labels | undefined
  /** Why a value does not count. */
  readonly floor?: SuccessFloor
}

/** From worst to best; a value without data fails too, but a measured one is more informative. */
const severity = ['fail', 'no_data', 'inconclusive', 'pass'] as const

/**
 * Judges several values by a condition, of the members of a family (`share.each`) or of the levels of a
 * benchmark: the worst of them decides, and the reason names those that are no better.
 * @param values at least one
 */
export function judgeWorst(
  values: readonly ConditionValue[],
  question: WorstQuestion,
  measurement: Measurement,
): Judged {
  const { condition } = question
  const all = values.map((value) => judgeOne(value, question, measurement)).toSorted(worstFirst)
  const [worst] = all
  if (!worst) throw new RangeError('there is no value to judge')
  const { judged } = worst
  const reason = reasonOf(all, judged.status)
  const { member, level } = worst.asked
  return {
    ...judged,
    formatted: formatExtent(all, condition),
    ...(member !== undefined && { member }),
    ...(Object.keys(level).length > 0 && { level }),
    ...(reason !== undefined && { reason }),
  }
}

interface Value {
  readonly asked: ConditionValue
  /** What distinguishes it from the others: `mac-studio-2 at concurrency 5`; empty if nothing does. */
  readonly name: string
  /** As measured, even if infinite. */
  readonly value: number | undefined
  readonly missesBy: number
  readonly judged: Judged
}

function judgeOne(
  asked: ConditionValue,
  { condition, at = {}, floor }: WorstQuestion,
  measurement: Measurement,
): Value {
  const judged = judgeMetric(asked.key, condition, measurement)
  const reason = judged.status === 'no_data' ? undefined : floor?.(asked.key)
  const value = measurement.metrics[asked.key]
  const isNumber = typeof value === 'number' && !Number.isNaN(value)
  return {
    asked,
    name: nameOf(asked, at),
    value: isNumber ? value : undefined,
    missesBy: isNumber ? shortfall(condition.condition, value) : 0,
    judged: reason === undefined ? judged : withoutData(judged, reason),
  }
}

function nameOf({ member, level }: ConditionValue, at: Labels): string {
  const further = Object.entries(level).filter(([name]) => !Object.hasOwn(at, name))
  const words = further.length > 0 ? `at ${labelsInWords(Object.fromEntries(further))}` : ''
  return [member ?? '', words].filter(Boolean).join(' ')
}

function worstFirst(a: Value, b: Value): number {
  const bySeverity = severity.indexOf(a.judged.status) - severity.indexOf(b.judged.status)
  if (bySeverity !== 0) return bySeverity
  // Two infinite values are equal, although their difference is NaN.
  return a.missesBy === b.missesBy ? 0 : b.missesBy - a.missesBy
}

/** The deciding values, worst first: those that fail or lack data, else undecided ones. */
function reasonOf(values: readonly Value[], status: Judged['status']): string | undefined {
  if (status === 'pass') return undefined
  const isOpen = status === 'inconclusive'
  const deciding = values.filter(
    ({ judged }) => judged.status !== 'pass' && (judged.status === 'inconclusive') === isOpen,
  )
  const reported = deciding
    .slice(0, maxNamed)
    .map(({ name, judged }) => (name === '' ? judged.reason : `${name}: ${judged.reason}`))
  const left = deciding.length - reported.length
  return [...reported, ...(left > 0 ? [`and ${left} more`] : [])].join('; ')
}

/** `31.2%..35.1%` for numbers, else each value once. */
function formatExtent(values: readonly Value[], { dimension }: ParsedCondition): string {
  const numbers = values.flatMap(({ value }) => value ?? []).toSorted((a, b) => a - b)
  const ends = [numbers.at(0), numbers.at(-1)].flatMap((end) => end ?? [])
  const isOfNumbers = ends.length > 0
  const texts = isOfNumbers
    ? ends.map((end) => formatQuantity(end, dimension))
    : values.map(({ judged }) => judged.formatted)
  return [...new Set(texts)].join(isOfNumbers ? '..' : ', ')
}
