import type { Dimension } from '../units/dimension.ts'
import { EXPECTED_QUANTITY, isNumericDimension } from '../units/dimension-words.ts'
import { jsonNull, jsonText } from '../units/json-text.ts'
import { parseQuantity } from '../units/quantity.ts'
import { quoted, type Rejection, reject } from '../units/rejection.ts'
import type { Scalar } from './condition.ts'
import { unquote } from './parse-items.ts'

/** The empty text in a condition that is one line of text. */
export const emptyText = '""'

export type OperandResult = { readonly ok: true; readonly value: Scalar } | Rejection

/**
 * Reads the operand of a comparison. In `text` it is the rest of the line, or `""` for the empty text; in
 * `any` it is a JSON scalar, and anything else (or a double-quoted value) is a text.
 */
export function parseOperand(text: string, dimension: Dimension): OperandResult {
  if (isNumericDimension(dimension)) return parseQuantity(text, dimension)
  if (dimension === 'boolean') return parseBoolean(text)
  if (dimension === 'any') return parseJsonScalar(text)
  return { ok: true, value: text === emptyText ? '' : text }
}

function parseBoolean(text: string): OperandResult {
  if (text === 'true' || text === 'false') return { ok: true, value: text === 'true' }
  return reject(`${quoted(text)} is neither true nor false`, EXPECTED_QUANTITY.boolean)
}

function parseJsonScalar(text: string): OperandResult {
  if (text === 'true' || text === 'false') return { ok: true, value: text === 'true' }
  if (text === 'null') return { ok: true, value: jsonNull }
  if (text.startsWith('"') && text.endsWith('"') && text.length > 1) {
    const value = unquote(text)
    return value === undefined
      ? reject(`${quoted(text)} is not a valid JSON string`, 'a text such as `"a b"`')
      : { ok: true, value: jsonText(value) }
  }
  const number = parseQuantity(text, 'any')
  // `1e999`, `.5` and `0x10` are numbers to JavaScript: badly written numbers, not texts.
  const isMeantAsNumber = !Number.isNaN(Number(text))
  return number.ok || isMeantAsNumber ? number : { ok: true, value: text }
}
