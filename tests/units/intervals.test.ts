import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ParsedCondition } from '../../lib/conditions/condition.ts'
import { evaluateCondition } from '../../lib/conditions/evaluate-condition.ts'
import { parseCondition } from '../../lib/conditions/parse-condition.ts'
import type { Dimension, MetricValue } from '../../lib/units/dimension.ts'

function read(input: unknown, dimension: Dimension): ParsedCondition {
  const parsed = parseCondition(input, dimension)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.condition
}

function evaluate(
  input: unknown,
  dimension: Dimension,
  value: MetricValue,
  [low, high]: readonly [number, number],
) {
  return evaluateCondition(read(input, dimension), value, { low, high, confidence: 0.95 })
}

describe('a number with an interval meets a condition', () => {
  test.each<[unknown, Dimension, number, [number, number]]>([
    ['33% ± 5%', 'percentage', 33, [31, 35]],
    ['33% ± 5%', 'percentage', 33, [27.999999999999996, 38]],
    ['< 10ms', 'duration', 8, [7, 9.9]],
    ['<= 10ms', 'duration', 8, [7, 10]],
    ['>= 2.5x', 'multiplier', 3, [2.5, 3.5]],
    ['> 20/s', 'rate', 25, [20.1, 30]],
    ['1s..2s', 'duration', 1500, [1000, 2000]],
    [['> 1ms', '< 10ms'], 'duration', 5, [4, 6]],
  ])('%j of a %s: %d in %j', (input, dimension, value, ends) => {
    expect(evaluate(input, dimension, value, ends)).toEqual({ outcome: 'met' })
  })
})

describe('a number whose whole interval misses', () => {
  test.each<[unknown, Dimension, number, [number, number], string]>([
    ['33% ± 5%', 'percentage', 21, [19, 23], '21% (19% to 23% at 95%) is outside 33% ± 5%'],
    ['< 10ms', 'duration', 12, [10, 14], '12ms (10ms to 14ms at 95%) is not < 10ms'],
    ['>= 2.5x', 'multiplier', 2, [1.5, 2.4], '2x (1.5x to 2.4x at 95%) is not >= 2.5x'],
    ['1s..2s', 'duration', 2500, [2001, 3000], '2.5s (2.001s to 3s at 95%) is outside 1s..2s'],
    [['> 1ms', '< 3ms'], 'duration', 5, [4, 6], '5ms (4ms to 6ms at 95%) is not < 3ms'],
  ])('%j of a %s: %d in %j', (input, dimension, value, ends, reason) => {
    expect(evaluate(input, dimension, value, ends)).toEqual({ outcome: 'missed', reason })
  })
})

describe('a number whose interval contains both sides', () => {
  test.each<[unknown, Dimension, number, [number, number], string]>([
    [
      '33% ± 1%',
      'percentage',
      33.1,
      [31.2, 35.04],
      '33.1% (31.2% to 35.0% at 95%) straddles 33% ± 1%: the sample does not decide',
    ],
    [
      '< 10ms',
      'duration',
      9,
      [8, 10.00001],
      '9ms (8ms to 10.00001ms at 95%) straddles < 10ms: the sample does not decide',
    ],
    [
      '>= 2.5x',
      'multiplier',
      2.4,
      [2.3, 2.6],
      '2.4x (2.3x to 2.6x at 95%) straddles >= 2.5x: the sample does not decide',
    ],
    [
      ['> 1ms', '< 5ms'],
      'duration',
      4,
      [3, 6],
      '4ms (3ms to 6ms at 95%) straddles < 5ms: the sample does not decide',
    ],
  ])('%j of a %s: %d in %j is inconclusive', (input, dimension, value, ends, reason) => {
    expect(evaluate(input, dimension, value, ends)).toEqual({ outcome: 'inconclusive', reason })
  })

  test('is missed if another condition of the list is', () => {
    expect(evaluate(['> 4ms', '< 3ms'], 'duration', 5, [3.5, 6])).toMatchObject({
      outcome: 'missed',
      reason: expect.not.stringContaining('straddles'),
    })
  })

  test('does not decide either if the measured value itself is outside', () => {
    expect(evaluate('< 10ms', 'duration', 12, [7, 9]).outcome).toBe('inconclusive')
  })
})

describe('an interval', () => {
  test.each<[unknown, Dimension, MetricValue, string]>([
    ['== 5', 'count', 5, 'met'],
    ['!= 5', 'count', 5, 'missed'],
    ['5', 'count', 5, 'met'],
    ['one of [4, 5]', 'count', 5, 'met'],
    ['open', 'any', 'open', 'met'],
    ['true', 'boolean', false, 'missed'],
    ['!= 5', 'any', 'soon', 'missed'],
  ])('does not affect %j of a %s', (input, dimension, value, outcome) => {
    expect(evaluate(input, dimension, value, [1, 9]).outcome).toBe(outcome)
  })

  test('gives no data if nothing was measured', () => {
    expect(evaluate('< 5', 'count', null, [1, 2]).outcome).toBe('no_data')
    expect(evaluate('< 5', 'count', Number.NaN, [1, 2]).outcome).toBe('no_data')
  })

  const step = fc.integer({ min: -20, max: 20 })

  test('decides as all numbers in it would, one by one', () => {
    const input = fc.oneof(
      fc.tuple(fc.constantFrom('<', '<=', '>', '>='), step).map(([sign, n]) => `${sign} ${n}`),
      fc.tuple(step, fc.nat(5)).map(([center, width]) => `${center} ± ${width}`),
      fc.tuple(step, fc.nat(5)).map(([low, width]) => `${low}..${low + width}`),
    )
    fc.assert(
      fc.property(input, step, fc.nat(10), fc.nat(10), (text, low, below, above) => {
        const value = low + below
        const high = value + above
        // Limits are integers: with the halves between them, every case is included.
        const all = Array.from({ length: 2 * (high - low) + 1 }, (_, index) => low + index / 2)
        const outcomes = new Set(
          all.map((each) => evaluateCondition(read(text, 'count'), each).outcome),
        )
        const expected = outcomes.size === 1 ? [...outcomes][0] : 'inconclusive'
        expect(evaluate(text, 'count', value, [low, high]).outcome).toBe(expected)
      }),
      { numRuns: 2000 },
    )
  })

  test('of no width decides as the number does', () => {
    const input = fc.constantFrom('< 5', '>= 5', '5 ± 2', '1..2', '5', '!= 5')
    fc.assert(
      fc.property(input, step, (text, value) => {
        const { outcome } = evaluateCondition(read(text, 'count'), value)
        expect(evaluate(text, 'count', value, [value, value]).outcome).toBe(outcome)
      }),
    )
  })
})
