import type { Condition, ParsedCondition } from './condition.ts'
import type { Dimension, MetricValue } from './dimension.ts'
import { formatNumber } from './format-number.ts'
import { formatQuantity, parseQuantity } from './quantity.ts'

type ValueType = 'number' | 'boolean' | 'text' | 'list'

const MOST_DIGITS = 17
const USUAL_DIGITS = 3

const TYPE_NOUN: Readonly<Record<ValueType, string>> = {
  number: 'a number',
  boolean: 'a boolean',
  text: 'a text',
  list: 'a list',
}

/**
 * Says in one line why a value misses a condition: `12.4ms is not < 10ms`.
 * @param isMiss whether another number would miss it too; digits are added until the number that
 *   is shown would, so that nobody reads `10ms is not <= 10ms` of 10.004 ms
 */
export function explainMiss(
  { text, dimension, condition }: ParsedCondition,
  value: NonNullable<MetricValue>,
  isMiss: (value: number) => boolean,
): string {
  const type = typeOf(value)
  const wanted = typesWanted(condition)
  const shown =
    typeof value === 'number'
      ? showNumber(value, dimension, (other) => isMiss(other) && isAsEqual(condition, value, other))
      : formatQuantity(value, dimension)
  if (!wanted.includes(type)) {
    const nouns = wanted.map((it) => TYPE_NOUN[it]).join(' or ')
    return `${shown} is ${TYPE_NOUN[type]}, not ${nouns}: it cannot meet ${text}`
  }
  return `${shown} ${complaint(condition, text, type)}`
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

function showNumber(
  value: number,
  dimension: Dimension,
  isFaithful: (shown: number) => boolean,
): string {
  if (!Number.isFinite(value)) return formatNumber(value, dimension)
  for (let digits = USUAL_DIGITS; digits < MOST_DIGITS; digits += 1) {
    const text = formatNumber(value, dimension, digits)
    const shown = parseQuantity(text, dimension)
    if (shown.ok && isFaithful(shown.value)) return text
  }
  return formatNumber(value, dimension, MOST_DIGITS)
}

/** Whether the number that is shown is on a limit exactly when the value is. */
function isAsEqual(condition: Condition, value: number, shown: number): boolean {
  if (condition.kind !== 'comparison') return true
  return (value === condition.value) === (shown === condition.value)
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
