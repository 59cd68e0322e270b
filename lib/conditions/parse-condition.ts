import type { Dimension } from '../units/dimension.ts'
import { EXPECTED_CONDITION, isNumericDimension, NOUN } from '../units/dimension-words.ts'
import { jsonNull, jsonText } from '../units/json-text.ts'
import { parseQuantity, type QuantityResult } from '../units/quantity.ts'
import { quoted, type Rejection, reject } from '../units/rejection.ts'
import type { ComparisonOperator, Condition, ParsedCondition, Scalar } from './condition.ts'
import { ALLOWED, FORM_NOUN, type FormName, formOf } from './condition-forms.ts'
import { parseItems } from './parse-items.ts'
import { emptyText, parseOperand } from './parse-operand.ts'
import { parseRegex } from './parse-regex.ts'

export type ConditionResult = { readonly ok: true; readonly condition: ParsedCondition } | Rejection

type FormResult = { readonly ok: true; readonly condition: Condition } | Rejection

const LENGTH_LIMIT = 1_000
const LIST_LIMIT = 100

/**
 * Reads a condition for a metric of the given dimension. Never throws.
 *
 * ```
 * condition  ::= scalar | YAML list of scalars          a list: all of them hold
 * scalar     ::= comparison | tolerance | range | literal | regex | contains | one_of
 * comparison ::= ("<" | "<=" | ">" | ">=" | "==" | "!=") operand      < 10ms   == 200
 * tolerance  ::= quantity ("±" | "+-" | "+/-") quantity               33% ± 5%
 * range      ::= quantity ".." quantity                               1s..2s, both ends inclusive
 * literal    ::= operand                                              0%   true   open
 * regex      ::= "/" source "/" flags                                 /^mistral/i
 * contains   ::= "contains" text                                      contains mistral
 * one_of     ::= "one of" items                                       one of [200, 204]
 * operand    ::= quantity (numeric dimensions)
 *              | "true" | "false" (boolean)
 *              | the rest of the line, unchanged (text)
 *              | items (list)
 *              | number | "true" | "false" | "null" | JSON string | text (any)
 * ```
 * Quantities: see `parseQuantity`; items: see `parseItems`. Which form fits which dimension is the table
 * `ALLOWED`.
 *
 * - `null` (any) is JSON's `null`; the empty text (text, any) is the text without characters.
 * - A tolerance is in percentage points for percentages; elsewhere a `%` is relative to the centre and a
 *   quantity of the same dimension is absolute.
 * - A text that looks like another form is written after `==`: `== /v1/models`.
 * - For a list, `/regex/`, `contains x` (an element equal to `x`) and `one of` hold when one element fits;
 *   `== [a, b]` means these elements in this order.
 */
export function parseCondition(input: unknown, dimension: Dimension): ConditionResult {
  return Array.isArray(input) ? parseAllOf(input, dimension) : parseScalar(input, dimension)
}

function parseAllOf(inputs: readonly unknown[], dimension: Dimension): ConditionResult {
  const expected = EXPECTED_CONDITION[dimension]
  // A condition on all of nothing would always be met.
  if (inputs.length === 0) return reject('the list of conditions is empty', expected)
  if (inputs.length > LIST_LIMIT) {
    return reject(`${inputs.length} conditions are more than the ${LIST_LIMIT} allowed`, expected)
  }
  const conditions: ParsedCondition[] = []
  for (const [index, input] of inputs.entries()) {
    const parsed = parseScalar(input, dimension)
    if (!parsed.ok) return reject(`condition ${index + 1}: ${parsed.message}`, parsed.expected)
    conditions.push(parsed.condition)
  }
  const text = conditions.map((condition) => condition.text).join(' and ')
  return { ok: true, condition: { text, dimension, condition: { kind: 'all_of', conditions } } }
}

function parseScalar(input: unknown, dimension: Dimension): ConditionResult {
  const expected = EXPECTED_CONDITION[dimension]
  if (input === null && dimension === 'any') {
    return { ok: true, condition: { text: 'null', dimension, condition: isNull } }
  }
  if (input === null || input === undefined) return reject('missing condition', expected)
  if (typeof input === 'string') return parseText(input, dimension)
  if (typeof input === 'boolean') return parseText(String(input), dimension)
  if (typeof input === 'number') return parseNumber(input, dimension)
  return reject(
    `${Array.isArray(input) ? 'a list in a list' : 'a map'} is not a condition`,
    expected,
  )
}

const isNull: Condition = { kind: 'equals', value: jsonNull }

function parseNumber(input: number, dimension: Dimension): ConditionResult {
  const expected = EXPECTED_CONDITION[dimension]
  if (!Number.isFinite(input)) return reject(`\`${input}\` is not a finite number`, expected)
  if (dimension === 'text' && !Number.isSafeInteger(input)) {
    // YAML has converted 1.10 to 1.1 already.
    return reject(`\`${input}\` is a number, not a text`, 'the text in quotes such as `"1.10"`')
  }
  return parseText(String(input), dimension)
}

function parseText(input: string, dimension: Dimension): ConditionResult {
  const expected = EXPECTED_CONDITION[dimension]
  if (input.length > LENGTH_LIMIT) {
    return reject(`${input.length} characters are more than the ${LENGTH_LIMIT} allowed`, expected)
  }
  const text = input.trim()
  if (input === '' && (dimension === 'text' || dimension === 'any')) {
    return {
      ok: true,
      condition: { text: emptyText, dimension, condition: { kind: 'equals', value: '' } },
    }
  }
  if (text === '') return reject('the condition is empty', expected)
  const form = formOf(text, dimension)
  if (!ALLOWED[dimension].forms.includes(form)) return rejectForm(text, form, dimension)
  const parsed = READERS[form](text, dimension)
  return parsed.ok
    ? { ok: true, condition: { text, dimension, condition: parsed.condition } }
    : parsed
}

function rejectForm(text: string, form: FormName, dimension: Dimension): Rejection {
  const wayOut = dimension === 'text' ? `, or \`== …\` for this very text` : ''
  return reject(
    `${quoted(text)} is ${FORM_NOUN[form]}, which does not fit ${NOUN[dimension]}`,
    EXPECTED_CONDITION[dimension] + wayOut,
  )
}

const READERS: Readonly<Record<FormName, (text: string, dimension: Dimension) => FormResult>> = {
  comparison: readComparison,
  tolerance: readTolerance,
  range: readRange,
  literal: readLiteral,
  regex: parseRegex,
  contains: readContains,
  one_of: readOneOf,
}

const OPERATORS: readonly string[] = ALLOWED.any.operators

function readComparison(text: string, dimension: Dimension): FormResult {
  const written = /^[<>=!≤≥≠]+/.exec(text)?.[0] ?? ''
  const allowed = ALLOWED[dimension].operators
  const operator = allowed.find((candidate) => candidate === written)
  if (operator === undefined) {
    const fault = OPERATORS.includes(written)
      ? `does not fit ${NOUN[dimension]}`
      : 'is not an operator'
    return reject(`\`${written}\` ${fault}`, `one of ${allowed.map((it) => `\`${it}\``).join(' ')}`)
  }
  const operand = text.slice(written.length).trim()
  if (operand === '') {
    return reject(`missing value after \`${operator}\``, EXPECTED_CONDITION[dimension])
  }
  if (dimension === 'list') return readList(operand)
  const value = isOrdering(operator)
    ? parseQuantity(operand, dimension)
    : parseOperand(operand, dimension)
  if (!value.ok) return value
  return { ok: true, condition: { kind: 'comparison', operator, value: value.value } }
}

function isOrdering(operator: ComparisonOperator): boolean {
  return operator !== '==' && operator !== '!='
}

function readTolerance(text: string, dimension: Dimension): FormResult {
  const [, centerText = '', toleranceText = ''] = /^(.*?)(?:±|\+\/-|\+-)(.*)$/s.exec(text) ?? []
  const center = parseQuantity(centerText, dimension)
  if (!center.ok) return center
  const tolerance = readHalfWidth(toleranceText, center.value, dimension)
  if (!tolerance.ok) return tolerance
  if (tolerance.value < 0) {
    return reject(`the tolerance ${quoted(toleranceText.trim())} is negative`, 'zero or more')
  }
  return {
    ok: true,
    condition: { kind: 'tolerance', center: center.value, tolerance: tolerance.value },
  }
}

function readHalfWidth(text: string, center: number, dimension: Dimension): QuantityResult {
  const isRelative = dimension !== 'percentage' && text.trim().endsWith('%')
  if (!isRelative) return parseQuantity(text, dimension)
  const percentage = parseQuantity(text, 'percentage')
  if (!percentage.ok) return percentage
  if (center === 0) return reject(`${quoted(text.trim())} of 0 is nothing`, 'an absolute tolerance')
  const value = (Math.abs(center) * percentage.value) / 100
  if (!Number.isFinite(value)) {
    return reject(`the tolerance ${quoted(text.trim())} is out of range`, 'a smaller tolerance')
  }
  return { ok: true, value }
}

function readRange(text: string, dimension: Dimension): FormResult {
  const separator = text.indexOf('..')
  const low = parseQuantity(text.slice(0, separator), dimension)
  if (!low.ok) return reject(`the lower end: ${low.message}`, low.expected)
  const high = parseQuantity(text.slice(separator + 2), dimension)
  if (!high.ok) return reject(`the upper end: ${high.message}`, high.expected)
  if (low.value > high.value) {
    return reject(`the range ${quoted(text)} ends below its start`, 'the lower end first')
  }
  return { ok: true, condition: { kind: 'range', low: low.value, high: high.value } }
}

function readLiteral(text: string, dimension: Dimension): FormResult {
  const isList = dimension === 'list' || (dimension === 'any' && text.startsWith('['))
  if (isList) return readList(text)
  const operand = parseOperand(text, dimension)
  return operand.ok ? { ok: true, condition: { kind: 'equals', value: operand.value } } : operand
}

function readList(text: string): FormResult {
  if (!text.startsWith('[')) {
    return reject(`${quoted(text)} is not a list`, EXPECTED_CONDITION.list)
  }
  const parsed = parseItems(text)
  if (!parsed.ok) return parsed
  return { ok: true, condition: { kind: 'equals', value: parsed.items.map((item) => item.text) } }
}

function readContains(text: string): FormResult {
  const value = text.slice('contains'.length).trim()
  if (value === '') return reject('missing value after `contains`', 'a text: `contains mistral`')
  return { ok: true, condition: { kind: 'contains', value } }
}

function readOneOf(text: string, dimension: Dimension): FormResult {
  const parsed = parseItems(text.replace(/^one\s+of\s*/, ''))
  if (!parsed.ok) return parsed
  const values: Scalar[] = []
  for (const { text: item, isQuoted } of parsed.items) {
    const isText = isQuoted && !isNumericDimension(dimension)
    const value = dimension === 'any' ? jsonText(item) : item
    const operand = isText ? ({ ok: true, value } as const) : parseOperand(item, dimension)
    if (!operand.ok) return operand
    values.push(operand.value)
  }
  return { ok: true, condition: { kind: 'one_of', values } }
}
