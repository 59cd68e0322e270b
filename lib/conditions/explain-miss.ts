import type { MetricValue } from '../units/dimension.ts'
import { formatNumber } from '../units/format-number.ts'
import type { Interval } from '../units/interval.ts'
import { formatQuantity } from '../units/quantity.ts'
import type { Condition, ParsedCondition } from './condition.ts'
import { holds } from './holds.ts'
import { likelyMeant } from './likely-meant.ts'
import { parseCondition } from './parse-condition.ts'
import { showNumber } from './show-number.ts'

type ValueType = 'number' | 'boolean' | 'text' | 'list'

const TYPE_NOUN: Readonly<Record<ValueType, string>> = {
  number: 'a number',
  boolean: 'a boolean',
  text: 'a text',
  list: 'a list',
}

/**
 * Explains in one line why a value misses a condition: `12.4ms is not < 10ms`, or with the interval that
 * misses it as a whole, `21% (19% to 23% at 95%) is outside 33% ± 5%`.
 */
export function explainMiss(
  parsed: ParsedCondition,
  value: NonNullable<MetricValue>,
  interval?: Interval,
): string {
  const { text, dimension, condition } = parsed
  const type = typeOf(value)
  const wanted = typesWanted(condition)
  const shown =
    typeof value === 'number'
      ? showWithInterval(value, parsed, interval)
      : formatQuantity(value, dimension)
  if (!wanted.includes(type)) {
    const nouns = wanted.map((it) => TYPE_NOUN[it]).join(' or ')
    return `${shown} is ${TYPE_NOUN[type]}, not ${nouns}: it cannot meet ${text}`
  }
  return `${shown} ${complaint(condition, text, type)}${betterCondition(parsed, value)}`
}

/** A missing operator is a common mistake; the value shows that it was one. */
function betterCondition(parsed: ParsedCondition, value: NonNullable<MetricValue>): string {
  const meant = likelyMeant(parsed)
  if (meant === undefined) return ''
  const read = parseCondition(meant, parsed.dimension)
  return read.ok && holds(read.condition.condition, value) ? `; did you mean \`${meant}\`?` : ''
}

/**
 * Explains that the sample is too small to decide: `33.1% (31.2% to 35.0% at 95%) straddles 33% ± 1%: ...`.
 */
export function explainStraddle(
  parsed: ParsedCondition,
  value: number,
  interval: Interval,
): string {
  const shown = showWithInterval(value, parsed, interval)
  return `${shown} straddles ${parsed.text}: the sample does not decide`
}

function showWithInterval(value: number, parsed: ParsedCondition, interval?: Interval): string {
  const shown = showNumber(value, parsed)
  if (!interval) return shown
  const [low, high] = [showNumber(interval.low, parsed), showNumber(interval.high, parsed)]
  const confidence = formatNumber(interval.confidence * 100, 'percentage')
  return `${shown} (${low} to ${high} at ${confidence})`
}

function complaint(condition: Condition, text: string, type: ValueType): string {
  switch (condition.kind) {
    case 'tolerance':
    case 'range':
      return `is outside ${text}`
    case 'matches':
      return type === 'list' ? `has no element that matches ${text}` : `does not match ${text}`
    case 'contains':
      return `does not contain ${condition.value}`
    case 'one_of':
      return type === 'list' ? `has no element that is ${text}` : `is not ${text}`
    case 'comparison':
      if (condition.operator === '!=') return `is what ${text} excludes`
      return `is not ${text.replace(/^==\s*/, '')}`
    default:
      return `is not ${text.replace(/^==\s*(?=\[)/, '')}`
  }
}

function typesWanted(condition: Condition): readonly ValueType[] {
  switch (condition.kind) {
    case 'comparison':
    case 'equals':
      return [typeOf(condition.value)]
    case 'matches':
    case 'contains':
      return ['text', 'list']
    case 'one_of': {
      const types = new Set(condition.values.map((value) => typeOf(value)))
      if (types.has('text')) types.add('list')
      return [...types]
    }
    default:
      return ['number']
  }
}

function typeOf(value: NonNullable<MetricValue>): ValueType {
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  return typeof value === 'string' ? 'text' : 'list'
}
