import type { Dimension } from '../units/dimension.ts'
import type { ComparisonOperator } from './condition.ts'

export type FormName =
  | 'comparison'
  | 'regex'
  | 'contains'
  | 'one_of'
  | 'tolerance'
  | 'range'
  | 'literal'

/** The name of each form in messages. */
export const FORM_NOUN: Readonly<Record<FormName, string>> = {
  comparison: 'a comparison',
  regex: 'a regular expression',
  contains: '`contains`',
  one_of: '`one of`',
  tolerance: 'a tolerance',
  range: 'a range',
  literal: 'a single value',
}

interface Allowed {
  readonly operators: readonly ComparisonOperator[]
  readonly forms: readonly FormName[]
}

const NUMERIC: Allowed = {
  operators: ['<', '<=', '>', '>=', '==', '!='],
  forms: ['comparison', 'one_of', 'tolerance', 'range', 'literal'],
}

/** The allowed forms of a condition on each dimension. */
export const ALLOWED: Readonly<Record<Dimension, Allowed>> = {
  duration: NUMERIC,
  percentage: NUMERIC,
  multiplier: NUMERIC,
  rate: NUMERIC,
  count: NUMERIC,
  bytes: NUMERIC,
  temperature: NUMERIC,
  frequency: NUMERIC,
  power: NUMERIC,
  boolean: { operators: ['==', '!='], forms: ['comparison', 'literal'] },
  text: {
    operators: ['==', '!='],
    forms: ['comparison', 'regex', 'contains', 'one_of', 'literal'],
  },
  list: { operators: ['=='], forms: ['comparison', 'regex', 'contains', 'one_of', 'literal'] },
  any: {
    operators: ['<', '<=', '>', '>=', '==', '!='],
    forms: ['comparison', 'regex', 'contains', 'one_of', 'tolerance', 'range', 'literal'],
  },
}

const OPERATOR_START = /^[<>=!≤≥≠]/
const TOLERANCE = /±|\+\/-|\+-/

/**
 * The form that a trimmed text looks like; the reader of the form validates it. In non-numeric dimensions,
 * ranges and tolerances must start like a number: `see ../x` is a text.
 */
export function formOf(text: string, dimension: Dimension): FormName {
  const mayBeNumeric = ALLOWED[dimension] === NUMERIC || /^[+-]?\d/.test(text)
  if (OPERATOR_START.test(text)) return 'comparison'
  if (text.startsWith('/')) return 'regex'
  if (/^contains(?:\s|$)/.test(text)) return 'contains'
  if (/^one\s+of(?![\p{L}\p{N}_-])/u.test(text)) return 'one_of'
  if (mayBeNumeric && TOLERANCE.test(text)) return 'tolerance'
  if (mayBeNumeric && text.includes('..')) return 'range'
  return 'literal'
}
