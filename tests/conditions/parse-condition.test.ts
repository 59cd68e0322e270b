import { describe, expect, test } from 'vitest'
import type { Condition } from '../../lib/conditions/condition.ts'
import { parseCondition } from '../../lib/conditions/parse-condition.ts'
import type { Dimension } from '../../lib/units/dimension.ts'

function read(input: unknown, dimension: Dimension): Condition {
  const parsed = parseCondition(input, dimension)
  if (!parsed.ok) throw new Error(`${parsed.message}; expected ${parsed.expected}`)
  return parsed.condition.condition
}

describe('each row of the table of forms', () => {
  test.each<[string, Dimension, Condition]>([
    ['< 10ms', 'duration', { kind: 'comparison', operator: '<', value: 10 }],
    ['<10ms', 'duration', { kind: 'comparison', operator: '<', value: 10 }],
    ['<= 1.5s', 'duration', { kind: 'comparison', operator: '<=', value: 1500 }],
    ['>= 2.5x', 'multiplier', { kind: 'comparison', operator: '>=', value: 2.5 }],
    ['> 20/s', 'rate', { kind: 'comparison', operator: '>', value: 20 }],
    ['== 200', 'count', { kind: 'comparison', operator: '==', value: 200 }],
    ['!= 503', 'count', { kind: 'comparison', operator: '!=', value: 503 }],
    ['< 0', 'duration', { kind: 'comparison', operator: '<', value: 0 }],
    ['== true', 'boolean', { kind: 'comparison', operator: '==', value: true }],
    ['!= open', 'text', { kind: 'comparison', operator: '!=', value: 'open' }],
  ])('comparison %s', (text, dimension, condition) => {
    expect(read(text, dimension)).toEqual(condition)
  })

  test.each<[string, Dimension, number, number]>([
    ['33% ± 5%', 'percentage', 33, 5],
    ['33%±5%', 'percentage', 33, 5],
    ['33% +- 5%', 'percentage', 33, 5],
    ['33% +/- 5%', 'percentage', 33, 5],
    ['200ms ± 5%', 'duration', 200, 10],
    ['200ms ± 1us', 'duration', 200, 0.001],
    ['-200 ± 5%', 'count', -200, 10],
    ['100 +-3', 'count', 100, 3],
    ['20/s ± 60/min', 'rate', 20, 1],
    ['100 ± 5%', 'any', 100, 5],
    ['1s ± 0', 'duration', 1000, 0],
  ])('tolerance %s of a %s', (text, dimension, center, tolerance) => {
    expect(read(text, dimension)).toEqual({ kind: 'tolerance', center, tolerance })
  })

  test.each<[string, Dimension, number, number]>([
    ['1s..2s', 'duration', 1000, 2000],
    ['1s .. 2s', 'duration', 1000, 2000],
    ['200..299', 'count', 200, 299],
    ['200..299', 'any', 200, 299],
    ['1.5..2.5', 'count', 1.5, 2.5],
    ['-5%..5%', 'percentage', -5, 5],
    ['0..2s', 'duration', 0, 2000],
    ['7..7', 'count', 7, 7],
  ])('range %s of a %s', (text, dimension, low, high) => {
    expect(read(text, dimension)).toEqual({ kind: 'range', low, high })
  })

  test.each<[unknown, Dimension, number | boolean | string | string[]]>([
    ['0%', 'percentage', 0],
    [0, 'duration', 0],
    ['true', 'boolean', true],
    [false, 'boolean', false],
    ['open', 'text', 'open'],
    [200, 'count', 200],
    [200, 'text', '200'],
    [true, 'text', 'true'],
    [200, 'any', 200],
    ['200', 'any', 200],
    ['"200"', 'any', '200'],
    ['open', 'any', 'open'],
    ['10ms', 'any', '10ms'],
    [true, 'any', true],
    ['see ../x', 'text', 'see ../x'],
    ['[a, b]', 'list', ['a', 'b']],
    ['== [a, b]', 'list', ['a', 'b']],
  ])('literal %j of a %s', (input, dimension, value) => {
    expect(read(input, dimension)).toEqual({ kind: 'equals', value })
  })

  test.each<[string, Condition]>([
    ['/^mistral/', { kind: 'matches', source: '^mistral', flags: '' }],
    ['/a\\/b/i', { kind: 'matches', source: 'a\\/b', flags: 'i' }],
    ['contains mistral', { kind: 'contains', value: 'mistral' }],
    ['contains "a"  b', { kind: 'contains', value: '"a"  b' }],
    ['one of [a, b]', { kind: 'one_of', values: ['a', 'b'] }],
    ["one of [ 'it''s', \"a, b\" ,c d]", { kind: 'one_of', values: ["it's", 'a, b', 'c d'] }],
  ])('text and list %s', (text, condition) => {
    expect(read(text, 'text')).toEqual(condition)
    expect(read(text, 'list')).toEqual(condition)
    expect(read(text, 'any')).toEqual(condition)
  })

  test('`one of` contains values of its dimension', () => {
    expect(read('one of [1s, 200ms]', 'duration')).toEqual({ kind: 'one_of', values: [1000, 200] })
    expect(read('one of [200, ok, true, "204"]', 'any')).toEqual({
      kind: 'one_of',
      values: [200, 'ok', true, '204'],
    })
  })

  test('a list requires all of its conditions, and is printed as their conjunction', () => {
    expect(parseCondition(['> 1ms', ' < 10ms'], 'duration')).toEqual({
      ok: true,
      condition: {
        text: '> 1ms and < 10ms',
        dimension: 'duration',
        condition: {
          kind: 'all_of',
          conditions: [
            {
              text: '> 1ms',
              dimension: 'duration',
              condition: { kind: 'comparison', operator: '>', value: 1 },
            },
            {
              text: '< 10ms',
              dimension: 'duration',
              condition: { kind: 'comparison', operator: '<', value: 10 },
            },
          ],
        },
      },
    })
  })

  test('a text that looks like another form is written after ==', () => {
    for (const text of ['/v1/models', '< 5', '1..2', 'contains x', 'one of us', '"quoted"']) {
      expect(read(`== ${text}`, 'text')).toEqual({
        kind: 'comparison',
        operator: '==',
        value: text,
      })
    }
  })
})

describe('a condition that does not fit', () => {
  test.each<[unknown, Dimension, string, string]>([
    [
      '< 10%',
      'duration',
      '`10%` is a percentage, not a duration',
      'a duration such as `10ms`, `1.5s`',
    ],
    ['< 10', 'duration', '`10` has no unit', 'a duration such as'],
    [10, 'duration', '`10` has no unit', 'a duration such as'],
    ['33% ± 5', 'percentage', '`5` has no unit', 'a percentage such as'],
    ['33% ± 5ms', 'percentage', '`5ms` is a duration, not a percentage', 'a percentage'],
    ['33% ± -5%', 'percentage', 'the tolerance `-5%` is negative', 'zero or more'],
    ['0 ± 5%', 'count', '`5%` of 0 is nothing', 'an absolute tolerance'],
    ['1e308 ± 500%', 'count', 'the tolerance `500%` is out of range', 'a smaller tolerance'],
    ['± 5%', 'percentage', 'missing value', 'a percentage'],
    ['2s..1s', 'duration', 'the range `2s..1s` ends below its start', 'the lower end first'],
    ['1..2s', 'duration', 'the lower end: `1` has no unit', 'a duration'],
    ['200..', 'count', 'the upper end: missing value', 'a plain number'],
    ['1...2', 'count', 'the upper end: `.2` is not a plain number', 'a plain number'],
    ['< 5', 'boolean', '`<` does not fit a boolean', 'one of `==` `!=`'],
    ['< 5', 'text', '`<` does not fit a text', 'one of `==` `!=`'],
    ['!= a', 'list', '`!=` does not fit a list', 'one of `==`'],
    ['= 5', 'count', '`=` is not an operator', 'one of `<` `<=`'],
    ['=> 5', 'count', '`=>` is not an operator', 'one of `<` `<=`'],
    ['===x', 'text', '`===` is not an operator', 'one of `==` `!=`'],
    ['≥ 5', 'count', '`≥` is not an operator', 'one of `<`'],
    ['==', 'text', 'missing value after `==`', 'a condition such as'],
    ['yes', 'boolean', '`yes` is neither true nor false', '`true` or `false`'],
    [1, 'boolean', '`1` is neither true nor false', '`true` or `false`'],
    [true, 'count', '`true` is not a plain number', 'a plain number'],
    [
      '/a/',
      'count',
      '`/a/` is a regular expression, which does not fit a plain number',
      'a condition',
    ],
    ['contains a', 'boolean', '`contains a` is `contains`, which does not fit a boolean', '`true`'],
    [
      '1..2',
      'text',
      '`1..2` is a range, which does not fit a text',
      'or `== …` for this very text',
    ],
    [
      '/(/',
      'text',
      '`/(/` is not a valid regular expression: unterminated group',
      'a regular expression',
    ],
    ['/a/g', 'text', '`g` are not regular expression flags', 'a regular expression'],
    ['/a/ii', 'text', '`ii` are not regular expression flags', 'a regular expression'],
    ['/v1', 'text', '`/v1` is not closed by a second `/`', '`== /text`'],
    ['//', 'text', 'an empty regular expression matches everything', 'a regular expression'],
    ['contains', 'text', 'missing value after `contains`', '`contains mistral`'],
    ['one of []', 'text', 'the brackets are empty', 'items in brackets'],
    ['one of a, b', 'text', '`a, b` is not in brackets', 'items in brackets'],
    ['one of [a,]', 'text', 'missing item after the last comma', 'items in brackets'],
    ['one of [a,,b]', 'text', '`,b` is not an item', 'items in brackets'],
    ['one of ["a]', 'text', '`"a` is not an item', 'items in brackets'],
    ['one of [200, ok]', 'count', '`ok` is not a plain number', 'a plain number'],
    ['open', 'list', '`open` is not a list', 'a condition such as `contains word`'],
    ['< 10ms', 'any', '`10ms` is a duration, not a plain number', 'the unit of a JSON value'],
    ['"a" "', 'any', '`"a" "` is not a valid JSON string', 'a text such as'],
    ['1e999', 'any', '`1e999` is out of range', 'a plain number'],
    [1.1, 'text', '`1.1` is a number, not a text', 'in quotes'],
    [Number.NaN, 'count', '`NaN` is not a finite number', 'a condition'],
    [Number.POSITIVE_INFINITY, 'count', '`Infinity` is not a finite number', 'a condition'],
    [null, 'count', 'missing condition', 'a condition'],
    [undefined, 'count', 'missing condition', 'a condition'],
    ['  ', 'text', 'the condition is empty', 'a condition'],
    [{ lt: 5 }, 'count', 'a map is not a condition', 'a condition'],
    [[], 'count', 'the list of conditions is empty', 'a condition'],
    [[['< 5']], 'count', 'condition 1: a list in a list is not a condition', 'a condition'],
    [['> 1', '< x'], 'count', 'condition 2: `x` is not a plain number', 'a plain number'],
  ])('%j for a %s: %s', (input, dimension, message, expected) => {
    expect(parseCondition(input, dimension)).toEqual({
      ok: false,
      message,
      expected: expect.stringContaining(expected),
    })
  })

  test('texts and lists without a dimension are refused', () => {
    expect(parseCondition('a'.repeat(1_001), 'text')).toMatchObject({
      ok: false,
      message: '1001 characters are more than the 1000 allowed',
    })
    expect(parseCondition(Array(101).fill('a'), 'text')).toMatchObject({
      ok: false,
      message: '101 conditions are more than the 100 allowed',
    })
  })

  test('a long text is not repeated in full', () => {
    const parsed = parseCondition('x'.repeat(900), 'count')
    expect(parsed.ok ? '' : parsed.message.length).toBeLessThan(100)
  })
})
