import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ParsedCondition } from '../../lib/conditions/condition.ts'
import { type Evaluation, evaluateCondition } from '../../lib/conditions/evaluate-condition.ts'
import { parseCondition } from '../../lib/conditions/parse-condition.ts'
import type { Dimension, MetricValue } from '../../lib/units/dimension.ts'
import { parseQuantity } from '../../lib/units/quantity.ts'

function read(input: unknown, dimension: Dimension): ParsedCondition {
  const parsed = parseCondition(input, dimension)
  if (!parsed.ok) throw new Error(`${parsed.message}; expected ${parsed.expected}`)
  return parsed.condition
}

function evaluate(
  input: unknown,
  dimension: Dimension,
  value: MetricValue | undefined,
): Evaluation {
  return evaluateCondition(read(input, dimension), value)
}

describe('a condition that is met', () => {
  test.each<[unknown, Dimension, MetricValue]>([
    ['< 10ms', 'duration', 9.999],
    ['<= 10ms', 'duration', 10],
    ['>= 2.5x', 'multiplier', 2.5],
    ['> 20/s', 'rate', 20.0001],
    ['== 200', 'count', 200],
    ['!= 503', 'count', 200],
    ['33% ± 5%', 'percentage', 28],
    ['33% ± 5%', 'percentage', 38],
    ['33% ± 5%', 'percentage', 27.999999999999996],
    ['1s..2s', 'duration', 1000],
    ['1s..2s', 'duration', 2000],
    ['200..299', 'any', 204],
    ['0%', 'percentage', 0],
    ['0', 'count', -0],
    ['true', 'boolean', true],
    ['!= true', 'boolean', false],
    ['open', 'text', 'open'],
    ['/^MIS/i', 'text', 'mistral'],
    ['contains stra', 'text', 'mistral'],
    ['one of [a, b]', 'text', 'b'],
    ['one of [200, 204]', 'count', 204],
    ['contains mistral', 'list', ['llama', 'mistral']],
    ['/^mis/', 'list', ['llama', 'mistral']],
    ['one of [a, mistral]', 'list', ['llama', 'mistral']],
    ['[a, b]', 'list', ['a', 'b']],
    ['> 5', 'count', Number.POSITIVE_INFINITY],
    [['> 1ms', '< 10ms'], 'duration', 5],
  ])('%j of a %s is met by %j', (input, dimension, value) => {
    expect(evaluate(input, dimension, value)).toEqual({ outcome: 'met' })
  })
})

describe('a condition that is missed has the reason', () => {
  test.each<[unknown, Dimension, MetricValue, string]>([
    ['< 10ms', 'duration', 12.4, '12.4ms is not < 10ms'],
    ['< 10ms', 'duration', 10, '10ms is not < 10ms'],
    ['>= 99%', 'percentage', 98.5, '98.5% is not >= 99%'],
    ['33% ± 5%', 'percentage', 27.9, '27.9% is outside 33% ± 5%'],
    ['1s..2s', 'duration', 2500, '2.5s is outside 1s..2s'],
    ['true', 'boolean', false, 'false is not true'],
    ['0%', 'percentage', 10, '10% is not 0%'],
    ['== 200', 'count', 404, '404 is not 200'],
    ['!= 503', 'count', 503, '503 is what != 503 excludes'],
    ['open', 'text', 'closed', 'closed is not open'],
    ['open', 'text', 'open ', '"open " is not open'],
    ['/^mis/', 'text', 'llama', 'llama does not match /^mis/'],
    ['contains mis', 'text', 'llama', 'llama does not contain mis'],
    ['one of [a, b]', 'text', 'c', 'c is not one of [a, b]'],
    ['contains mis', 'list', ['mistral'], '[mistral] does not contain mis'],
    ['contains mistral', 'list', [], '[] does not contain mistral'],
    ['/a/', 'list', [], '[] has no element that matches /a/'],
    ['one of [a, b]', 'list', ['c'], '[c] has no element that is one of [a, b]'],
    ['== [a, b]', 'list', ['b', 'a'], '[b, a] is not [a, b]'],
    ['< 10ms', 'duration', Number.POSITIVE_INFINITY, 'infinite is not < 10ms'],
    ['33% ± 5%', 'percentage', Number.POSITIVE_INFINITY, 'infinite is outside 33% ± 5%'],
    [['> 1ms', '< 3ms', '< 4ms'], 'duration', 5, '5ms is not < 3ms; 5ms is not < 4ms'],
  ])('%j of a %s and %j', (input, dimension, value, reason) => {
    expect(evaluate(input, dimension, value)).toEqual({ outcome: 'missed', reason })
  })

  test.each<[string, Dimension, number, string]>([
    ['<= 10ms', 'duration', 10.004, '10.004ms is not <= 10ms'],
    ['< 10ms', 'duration', 10.004, '10.004ms is not < 10ms'],
    ['>= 10ms', 'duration', 9.9999999, '9.9999999ms is not >= 10ms'],
    ['== 200', 'count', 200.00001, '200.00001 is not 200'],
    ['1s..2s', 'duration', 2000.5, '2.001s is outside 1s..2s'],
    ['33% ± 5%', 'percentage', 38.001, '38.001% is outside 33% ± 5%'],
    ['100%', 'percentage', 99.99999999, '99.99999999% is not 100%'],
  ])(
    '%s: %s of %d keeps the digits that make the difference',
    (input, dimension, value, reason) => {
      expect(evaluate(input, dimension, value)).toEqual({ outcome: 'missed', reason })
    },
  )
})

test('the number in a reason misses the condition like the measured one', () => {
  const value = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }),
    fc.integer({ min: -50, max: 50 }).map((step) => 10 * (1 + step * 1e-7)),
  )
  const input = fc.constantFrom('< 10ms', '<= 10ms', '== 10ms', '9ms..10ms', '10ms ± 0')
  fc.assert(
    fc.property(input, value, (text, measured) => {
      fc.pre(measured === 0 || Math.abs(measured) > 1e-6)
      const { outcome, reason } = evaluate(text, 'duration', measured)
      fc.pre(outcome === 'missed')
      const shown = parseQuantity(reason?.split(' is ')[0] ?? '', 'duration')
      if (!shown.ok) throw new Error(shown.message)
      expect(evaluate(text, 'duration', shown.value).outcome).toBe('missed')
    }),
    { numRuns: 2000 },
  )
})

describe('a value of another type', () => {
  test.each<[string, MetricValue, string]>([
    ['< 10', 'abc', 'abc is a text, not a number: it cannot meet < 10'],
    ['== 200', '200', '200 is a text, not a number: it cannot meet == 200'],
    ['!= 503', 'ok', 'ok is a text, not a number: it cannot meet != 503'],
    ['open', 5, '5 is a number, not a text: it cannot meet open'],
    ['/5/', 5, '5 is a number, not a text or a list: it cannot meet /5/'],
    ['contains t', true, 'true is a boolean, not a text or a list: it cannot meet contains t'],
    ['1..2', ['1'], '[1] is a list, not a number: it cannot meet 1..2'],
    ['one of [1, 2]', 'a', 'a is a text, not a number: it cannot meet one of [1, 2]'],
  ])('%s misses %j with the reason', (input, value, reason) => {
    expect(evaluate(input, 'any', value)).toEqual({ outcome: 'missed', reason })
  })

  test('misses in a typed dimension too, also with !=', () => {
    expect(evaluate('!= 5ms', 'duration', 'soon').outcome).toBe('missed')
    expect(evaluate('!= true', 'boolean', 0).outcome).toBe('missed')
    expect(evaluate('!= a', 'text', ['b']).outcome).toBe('missed')
  })
})

describe('no data', () => {
  test.each<[MetricValue | undefined, string]>([
    [null, 'no data: nothing was measured'],
    [undefined, 'no data: nothing was measured'],
    [Number.NaN, 'no data: the measured value is not a number'],
  ])('%s meets no condition of any form', (value, reason) => {
    for (const input of ['< 10', '!= 10', '5 ± 1', '1..2', '0', 'x', '/./', 'contains a']) {
      expect(evaluate(input, 'any', value)).toEqual({ outcome: 'no_data', reason })
    }
    expect(evaluate(['> 1ms', '!= 3ms'], 'duration', value)).toEqual({ outcome: 'no_data', reason })
  })
})

describe('for any number', () => {
  const integer = fc.integer({ min: -1_000, max: 1_000 })

  test('comparisons agree with the operators of the language', () => {
    const oracle = {
      '<': (a: number, b: number) => a < b,
      '<=': (a: number, b: number) => a <= b,
      '>': (a: number, b: number) => a > b,
      '>=': (a: number, b: number) => a >= b,
      '==': (a: number, b: number) => a === b,
      '!=': (a: number, b: number) => a !== b,
    } as const
    const operator = fc.constantFrom(...(Object.keys(oracle) as (keyof typeof oracle)[]))
    const units = fc.constantFrom(
      ['duration', 'ms', 1],
      ['duration', 's', 1000],
      ['percentage', '%', 1],
      ['bytes', 'KiB', 1024],
      ['rate', '/s', 1],
      ['count', '', 1],
      ['any', '', 1],
    ) as fc.Arbitrary<[Dimension, string, number]>
    fc.assert(
      fc.property(operator, integer, units, integer, (written, limit, unit, offset) => {
        const [dimension, name, size] = unit
        const value = limit * size + (offset % 3)
        const { outcome } = evaluate(`${written} ${limit}${name}`, dimension, value)
        expect(outcome).toBe(oracle[written](value, limit * size) ? 'met' : 'missed')
      }),
      { numRuns: 2000 },
    )
  })

  test('comparisons are exact to the last bit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (limit) => {
        fc.pre(limit !== 0)
        expect(evaluate(`<= ${limit}`, 'count', limit).outcome).toBe('met')
        expect(evaluate(`< ${limit}`, 'count', limit).outcome).toBe('missed')
        const next = limit + Math.abs(limit) * Number.EPSILON
        fc.pre(Number.isFinite(next) && next !== limit)
        expect(evaluate(`<= ${limit}`, 'count', next).outcome).toBe('missed')
      }),
    )
  })

  test('ranges include both ends and nothing else', () => {
    fc.assert(
      fc.property(integer, integer, integer, (a, b, value) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        const { outcome } = evaluate(`${low}%..${high}%`, 'percentage', value)
        expect(outcome).toBe(value >= low && value <= high ? 'met' : 'missed')
      }),
    )
  })

  test('tolerances in percentage points include both edges, however they were computed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 0, max: 300 }),
        integer,
        (centerTenths, widthTenths, offsetTenths) => {
          const text = `${centerTenths / 10}% ± ${widthTenths / 10}%`
          // Tenths over thousands, like a share is computed: contains the noise of a division.
          const value = ((centerTenths + offsetTenths) / 1000) * 100
          const { outcome } = evaluate(text, 'percentage', value)
          expect(outcome).toBe(Math.abs(offsetTenths) <= widthTenths ? 'met' : 'missed')
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('the same text gives the same result twice, with a reason exactly if it is not met', () => {
    const value = fc.oneof(fc.double(), fc.string(), fc.boolean(), fc.array(fc.string()))
    const input = fc.constantFrom(
      '< 10',
      '5 ± 1',
      '1..2',
      'x',
      '/a/',
      'contains a',
      'one of [a, 1]',
    )
    fc.assert(
      fc.property(input, value, (text, measured) => {
        const first = evaluate(text, 'any', measured)
        expect(evaluate(text, 'any', measured)).toEqual(first)
        expect(first.reason === undefined).toBe(first.outcome === 'met')
      }),
    )
  })
})

describe('a limit that was written without an operator', () => {
  test.each([
    ['duration', '10ms', 0.026, '26µs is not 10ms; did you mean `< 10ms`?'],
    ['rate', '20/s', 25, '25/s is not 20/s; did you mean `>= 20/s`?'],
  ] as const)(
    'a %s of %s that would be met in the usual direction is explained',
    (dimension, text, value, reason) => {
      const parsed = parseCondition(text, dimension)
      if (!parsed.ok) throw new Error(parsed.message)
      expect(evaluateCondition(parsed.condition, value)).toEqual({ outcome: 'missed', reason })
    },
  )

  test('a value that misses the limit in both directions gets no suggestion', () => {
    const parsed = parseCondition('10ms', 'duration')
    if (!parsed.ok) throw new Error(parsed.message)
    expect(evaluateCondition(parsed.condition, 12.4).reason).toBe('12.4ms is not 10ms')
  })
})
