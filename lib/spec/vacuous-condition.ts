import type { ComparisonOperator, Condition, ParsedCondition } from '../conditions/condition.ts'
import type { Dimension } from '../units/dimension.ts'
import { quoted, type Rejection, reject } from '../units/rejection.ts'

interface Bounds {
  readonly low: number
  readonly high: number
}

interface NamedBounds extends Bounds {
  /** Why no value is outside. */
  readonly words: string
}

/** Shares of a whole: from 0 % to 100 %. Other percentages, such as gaps and drifts, may leave these bounds. */
const SHARE =
  /^(?:.+\.)?(?:success_rate|goodput|packet_loss|affinity|chance)(?:\.(?:worst|lower_bound|upper_bound))?$|^(?:slow\.)?(?:capacity_)?share[._]/

/** Percentages other than shares: they may be above 100 %, and never below 0 %. */
const UNBOUNDED_SHARE = /^(?:scaling_efficiency|achieved|margin_of_error|tail|latency\.spread)$/

/**
 * Metrics that may be below zero: days since a certificate expired, values of a body, telemetry of a
 * worker.
 */
const SIGNED = /^(?:certificate\.days_left$|json\.|telemetry\.)/

/** Dimensions without values below zero, in words. */
const NEVER_NEGATIVE: Partial<Record<Dimension, string>> = {
  duration: 'a time is never negative',
  count: 'a count is never negative',
  rate: 'a rate is never negative',
  bytes: 'a size is never negative',
  multiplier: 'a ratio is never negative',
}

/** Why a condition is meaningless: every possible value meets it, or none does. */
export function vacuousCondition(metric: string, parsed: ParsedCondition): Rejection | undefined {
  const { condition, text } = parsed
  if (condition.kind === 'all_of') {
    for (const each of condition.conditions) {
      const found = vacuousCondition(metric, each)
      if (found) return found
    }
    return contradiction(condition.conditions)
  }
  const bounds = boundsOf(metric, parsed.dimension)
  if (!bounds) return undefined
  const met = metWithin(condition, bounds)
  if (met === 'sometimes') return undefined
  return reject(
    `${quoted(text)} ${met} holds, since ${bounds.words}`,
    `a condition that some values meet and others do not, such as ${exampleOf(parsed.dimension)}`,
  )
}

const EXAMPLES: Partial<Record<Dimension, string>> = {
  percentage: '`">= 99%"`',
  duration: '`< 1s`',
  rate: '`">= 5/s"`',
  bytes: '`< 64KiB`',
  multiplier: '`">= 2.5x"`',
}

function exampleOf(dimension: Dimension): string {
  return EXAMPLES[dimension] ?? '`<= 10`'
}

/** Conditions that can each be met, but never both by the same value: `> 5` and `< 3`. */
function contradiction(conditions: readonly ParsedCondition[]): Rejection | undefined {
  for (const [index, one] of conditions.entries()) {
    for (const other of conditions.slice(index + 1)) {
      const [a, b] = [spanOf(one.condition), spanOf(other.condition)]
      if (!a || !b || haveCommonValue(a, b)) continue
      return reject(
        `no value meets both ${quoted(one.text)} and ${quoted(other.text)}`,
        'conditions that one value can meet together',
      )
    }
  }
  return undefined
}

/** The numbers that meet a condition, from one to another; `isOpen`: without the ends. */
interface Span extends Bounds {
  readonly isOpen: boolean
}

function spanOf(condition: Condition): Span | undefined {
  if (condition.kind === 'tolerance') {
    const { center, tolerance } = condition
    return { low: center - tolerance, high: center + tolerance, isOpen: false }
  }
  if (condition.kind === 'range') {
    return { low: condition.low, high: condition.high, isOpen: false }
  }
  if (condition.kind !== 'comparison' && condition.kind !== 'equals') return undefined
  if (typeof condition.value !== 'number') return undefined
  const operator = condition.kind === 'equals' ? '==' : condition.operator
  return SPANS[operator]?.(condition.value)
}

const SPANS: Readonly<Record<ComparisonOperator, ((value: number) => Span) | undefined>> = {
  '<': (high) => ({ low: -Infinity, high, isOpen: true }),
  '<=': (high) => ({ low: -Infinity, high, isOpen: false }),
  '>': (low) => ({ low, high: Infinity, isOpen: true }),
  '>=': (low) => ({ low, high: Infinity, isOpen: false }),
  '==': (value) => ({ low: value, high: value, isOpen: false }),
  '!=': undefined,
}

function haveCommonValue(a: Span, b: Span): boolean {
  const low = Math.max(a.low, b.low)
  const high = Math.min(a.high, b.high)
  return low < high || (low === high && contains(a, low) && contains(b, low))
}

function contains({ low, high, isOpen }: Span, value: number): boolean {
  return isOpen ? low < value && value < high : low <= value && value <= high
}

function boundsOf(metric: string, dimension: Dimension): NamedBounds | undefined {
  if (SIGNED.test(metric)) return undefined
  if (dimension === 'percentage') {
    if (SHARE.test(metric)) return { low: 0, high: 100, words: 'a share is from 0% to 100%' }
    if (!UNBOUNDED_SHARE.test(metric)) return undefined
    return { low: 0, high: Infinity, words: 'it is never negative' }
  }
  const words = NEVER_NEGATIVE[dimension]
  return words === undefined ? undefined : { low: 0, high: Infinity, words }
}

type Met = 'always' | 'never' | 'sometimes'

function metWithin(condition: Condition, bounds: Bounds): Met {
  switch (condition.kind) {
    case 'comparison':
      return typeof condition.value === 'number'
        ? COMPARED[condition.operator](condition.value, bounds)
        : 'sometimes'
    case 'equals':
      return typeof condition.value === 'number'
        ? COMPARED['=='](condition.value, bounds)
        : 'sometimes'
    case 'tolerance': {
      const { center, tolerance } = condition
      return metBetween(center - tolerance, center + tolerance, bounds)
    }
    case 'range':
      return metBetween(condition.low, condition.high, bounds)
    default:
      return 'sometimes'
  }
}

/** `>= 0%` and `<= 100%` name the bound itself, which requires any value on purpose. */
const COMPARED: Readonly<Record<ComparisonOperator, (value: number, bounds: Bounds) => Met>> = {
  '<': (value, { low, high }) => metIf(value > high, value <= low),
  '<=': (value, { low, high }) => metIf(value > high, value < low),
  '>': (value, { low, high }) => metIf(value < low, value >= high),
  '>=': (value, { low, high }) => metIf(value < low, value > high),
  '==': (value, { low, high }) => metIf(false, value < low || value > high),
  '!=': (value, { low, high }) => metIf(value < low || value > high, false),
}

function metBetween(from: number, to: number, { low, high }: Bounds): Met {
  return metIf(from <= low && to >= high, to < low || from > high)
}

function metIf(isAlways: boolean, isNever: boolean): Met {
  if (isAlways) return 'always'
  return isNever ? 'never' : 'sometimes'
}
