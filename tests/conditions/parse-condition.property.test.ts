import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCondition } from '../../lib/conditions/parse-condition.ts'
import type { Dimension } from '../../lib/units/dimension.ts'

const DIMENSIONS: readonly Dimension[] = [
  'duration',
  'percentage',
  'multiplier',
  'rate',
  'count',
  'bytes',
  'boolean',
  'text',
  'list',
  'any',
]

describe('for any text in a file', () => {
  const scalar = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.boolean(),
    // Parts of the grammar in any order find more than plain noise does.
    fc
      .array(
        fc.oneof(
          fc.constantFrom('<', '>=', '==', '!=', '±', '+-', '..', '/', 'contains ', 'one of '),
          fc.constantFrom('[', ']', ',', '"', "'", '%', 'ms', 's', '1m30s', '/s', 'MB', 'x', ' '),
          fc.constantFrom('true', 'null', '-', '.', 'e', '_', '0', 'open', '(', '\\'),
          fc.integer({ min: -9, max: 999 }).map(String),
        ),
        { maxLength: 8 },
      )
      .map((chunks) => chunks.join('')),
  )
  const dimension = fc.constantFrom(...DIMENSIONS)

  test('the result is a condition or a problem, never an exception', () => {
    fc.assert(
      fc.property(fc.oneof(scalar, fc.array(scalar), fc.anything()), dimension, (input, kind) => {
        const parsed = parseCondition(input, kind)
        if (!parsed.ok) {
          expect(parsed.message).not.toBe('')
          expect(parsed.expected).not.toBe('')
        }
      }),
      { numRuns: 3000 },
    )
  })

  test('an accepted condition is parsed from its own text to the same condition', () => {
    fc.assert(
      fc.property(scalar, dimension, (input, kind) => {
        const parsed = parseCondition(input, kind)
        fc.pre(parsed.ok)
        expect(parseCondition(parsed.condition.text, kind)).toEqual(parsed)
      }),
      { numRuns: 2000 },
    )
  })

  test('an accepted list is parsed from the texts of its parts to the same list', () => {
    fc.assert(
      fc.property(fc.array(scalar, { minLength: 1, maxLength: 3 }), dimension, (inputs, kind) => {
        const parsed = parseCondition(inputs, kind)
        fc.pre(parsed.ok && parsed.condition.condition.kind === 'all_of')
        const { conditions } = parsed.condition.condition
        expect(
          parseCondition(
            conditions.map(({ text }) => text),
            kind,
          ),
        ).toEqual(parsed)
      }),
      { numRuns: 500 },
    )
  })

  test('a condition survives JSON', () => {
    fc.assert(
      fc.property(scalar, dimension, (input, kind) => {
        const parsed = parseCondition(input, kind)
        fc.pre(parsed.ok)
        expect(JSON.parse(JSON.stringify(parsed.condition))).toEqual(parsed.condition)
      }),
    )
  })
})
