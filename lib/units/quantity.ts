import type { Dimension, MetricValue } from './dimension.ts'
import {
  EXPECTED_QUANTITY,
  isNumericDimension,
  NOUN,
  type NumericDimension,
} from './dimension-words.ts'
import { formatNumber } from './format-number.ts'
import { formatText } from './format-text.ts'
import { quoted, type Rejection, reject } from './rejection.ts'
import { shiftDecimal } from './shift-decimal.ts'
import { UNITS, type Unit } from './unit-table.ts'

export type QuantityResult = { readonly ok: true; readonly value: number } | Rejection

const LENGTH_LIMIT = 1_000
const LISTED_ELEMENTS = 20
const DIGITS = String.raw`\d+(?:_\d+)*`
const SINGLE = new RegExp(
  String.raw`^([+-]?)(${DIGITS}(?:\.${DIGITS})?(?:e[+-]?\d+)?)\s*(.*)$`,
  'is',
)
const COMPOUND_PART = new RegExp(String.raw`^(${DIGITS}(?:\.${DIGITS})?)\s*(\p{L}+)\s*`, 'u')

/**
 * Reads a quantity into the dimension's own unit (see `Dimension`).
 *
 * ```
 * quantity ::= [sign] number [unit] | [sign] compound
 * compound ::= number unit { number unit }     durations only: `1m30s`, from large to small,
 *                                              a fraction only in the last part
 * number   ::= digits ["." digits] [("e" | "E") [sign] digits]     digits may contain `_`: 1_000
 * unit     ::= ns us µs ms s m min h d  |  %  |  x ×  |  /s /m /min /h
 *            | B kB KB MB GB TB KiB MiB GiB TiB  |  °C C  |  Hz kHz MHz GHz  |  mW W kW
 * ```
 * A space is allowed before the unit. Only 0, counts and temperatures may omit the unit. `any` is read as a
 * count.
 */
export function parseQuantity(text: string, dimension: Dimension): QuantityResult {
  const expected = EXPECTED_QUANTITY[dimension]
  const trimmed = text.trim()
  if (trimmed === '') return reject('missing value', expected)
  if (trimmed.length > LENGTH_LIMIT) {
    return reject(`a quantity of ${trimmed.length} characters is too long`, expected)
  }
  const target = dimension === 'any' ? 'count' : dimension
  if (!isNumericDimension(target)) return reject(`${NOUN[dimension]} is not a quantity`, expected)
  const value = readAs(trimmed, target)
  if (value === undefined) return reject(faultOf(trimmed, target), expected)
  if (!Number.isFinite(value)) return reject(`${quoted(trimmed)} is out of range`, expected)
  return { ok: true, value }
}

/**
 * A value for people: `12.4ms`, `1m30s`, `33.3%`, `2.69x`, `25.4/s`, `1.5MB`, `true`, `[a, b]`.
 *
 * At least three significant digits; trailing zeros are removed only if the text is exact, so `10.0ms` is
 * about 10 and `10ms` is 10. A value just below a power of ten keeps more digits instead of being rounded
 * up to it (9.996 is `9.996ms`). An absent value is `no data`.
 */
export function formatQuantity(value: MetricValue, dimension: Dimension): string {
  if (value === null || value === undefined) return 'no data'
  if (typeof value === 'number') return formatNumber(value, dimension)
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return formatText(value)
  const shown = value.slice(0, LISTED_ELEMENTS).map((element) => formatText(element))
  const hidden = value.length - shown.length
  if (hidden > 0) shown.push(`… ${hidden} more`)
  return `[${shown.join(', ')}]`
}

/** The value; infinite if it is out of range; undefined if the text does not have the dimension. */
function readAs(text: string, dimension: NumericDimension): number | undefined {
  const match = SINGLE.exec(text)
  if (!match) return undefined
  const [, sign, number = '', rest = ''] = match
  const unit = rest === '' ? bareUnit(number, dimension) : UNITS[dimension].get(unitName(rest))
  const size = unit ? scale(number, unit) : readCompound(text.replace(/^[+-]/, ''), dimension)
  if (size === undefined) return undefined
  // `0 -` instead of a bare minus: a negative zero would not equal 0 everywhere.
  return sign === '-' ? 0 - size : size
}

function bareUnit(number: string, dimension: NumericDimension): Unit | undefined {
  const isZero = !/[1-9]/.test(mantissaOf(number))
  const needsNone = dimension === 'count' || dimension === 'temperature'
  return needsNone || isZero ? { tens: 0, times: 1, per: 1 } : undefined
}

function unitName(written: string): string {
  return written.replace(/^\/\s+/, '/')
}

function scale(number: string, { tens, times, per }: Unit): number {
  const value = (shiftDecimal(number.replaceAll('_', ''), tens) * times) / per
  const hasVanished = value === 0 && /[1-9]/.test(mantissaOf(number))
  return hasVanished ? Number.POSITIVE_INFINITY : value
}

function mantissaOf(number: string): string {
  return number.replace(/e.*/i, '')
}

function readCompound(text: string, dimension: NumericDimension): number | undefined {
  if (dimension !== 'duration') return undefined
  let rest = text
  let sum = 0
  let smallestUnit = Number.POSITIVE_INFINITY
  while (rest !== '') {
    const [part, number = '', name = ''] = COMPOUND_PART.exec(rest) ?? []
    const unit = UNITS.duration.get(name)
    if (part === undefined || !unit) return undefined
    rest = rest.slice(part.length)
    const unitSize = scale('1', unit)
    const hasMisplacedFraction = number.includes('.') && rest !== ''
    if (unitSize >= smallestUnit || hasMisplacedFraction) return undefined
    smallestUnit = unitSize
    sum += scale(number, unit)
  }
  return sum
}

function faultOf(text: string, dimension: NumericDimension): string {
  const [, , , unit] = SINGLE.exec(text) ?? []
  if (unit === '') return `${quoted(text)} has no unit`
  const other = (Object.keys(UNITS) as NumericDimension[]).find(
    (candidate) => candidate !== 'count' && readAs(text, candidate) !== undefined,
  )
  if (other) return `${quoted(text)} is ${NOUN[other]}, not ${NOUN[dimension]}`
  if (unit !== undefined && /^[\p{L}%/]+$/u.test(unit)) {
    return `${quoted(text)} is not ${NOUN[dimension]}: ${quoted(unit)} is not one of its units`
  }
  return `${quoted(text)} is not ${NOUN[dimension]}`
}
