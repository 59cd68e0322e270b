import type { Dimension } from './dimension.ts'

/** Dimensions whose values are numbers with a unit (or, for counts, none). */
export type NumericDimension = Exclude<Dimension, 'boolean' | 'text' | 'list' | 'any'>

/** The name of a value of each dimension in messages. */
export const NOUN: Readonly<Record<Dimension, string>> = {
  duration: 'a duration',
  percentage: 'a percentage',
  multiplier: 'a multiplier',
  rate: 'a rate',
  count: 'a plain number',
  bytes: 'a size',
  temperature: 'a temperature',
  frequency: 'a frequency',
  power: 'a power',
  boolean: 'a boolean',
  text: 'a text',
  list: 'a list',
  any: 'a JSON value',
}

/** The form of a quantity of each dimension; follows "expected". */
export const EXPECTED_QUANTITY: Readonly<Record<Dimension, string>> = {
  duration: 'a duration such as `10ms`, `1.5s`',
  percentage: 'a percentage such as `5%`, `0.5%`',
  multiplier: 'a multiplier such as `2.5x`',
  rate: 'a rate such as `20/s`, `300/min`',
  count: 'a plain number such as `200`, `1_000`',
  bytes: 'a size such as `512B`, `1.5MB`, `4KiB`',
  temperature: 'a temperature in degrees Celsius such as `85°C`, `85C`, `85`',
  frequency: 'a frequency such as `1500MHz`, `1.5GHz`',
  power: 'a power such as `350W`, `1.2kW`',
  boolean: '`true` or `false`',
  text: 'a text',
  list: 'a list such as `[a, b]`',
  any: 'a plain number such as `200` (the unit of a JSON value is not known)',
}

/** The conditions of each dimension; follows "expected". */
export const EXPECTED_CONDITION: Readonly<Record<Dimension, string>> = {
  duration: 'a condition such as `< 10ms`, `1s..2s`, `100ms ± 5%`',
  percentage: 'a condition such as `>= 99%`, `33% ± 5%`, `0%`',
  multiplier: 'a condition such as `>= 2.5x`, `1x..2x`',
  rate: 'a condition such as `> 20/s`, `20/s ± 5%`',
  count: 'a condition such as `== 200`, `200..299`, `one of [200, 204]`',
  bytes: 'a condition such as `< 1.5MB`, `1KB..2KB`',
  temperature: 'a condition such as `< 85`, `< 85°C`, `40°C..85°C`',
  frequency: 'a condition such as `> 1500MHz`, `1.2GHz..2GHz`',
  power: 'a condition such as `< 350W`, `100W..350W`',
  boolean: '`true` or `false`',
  text: 'a condition such as `open`, `!= open`, `/regex/`, `contains word`, `one of [a, b]`',
  list: 'a condition such as `contains word`, `/regex/`, `one of [a, b]`, `== [a, b]`',
  any: 'a condition such as `200`, `< 10`, `200..299`, `open`, `/regex/`, `one of [a, b]`',
}

const NOT_NUMERIC: ReadonlySet<Dimension> = new Set(['boolean', 'text', 'list', 'any'])

export function isNumericDimension(dimension: Dimension): dimension is NumericDimension {
  return !NOT_NUMERIC.has(dimension)
}
