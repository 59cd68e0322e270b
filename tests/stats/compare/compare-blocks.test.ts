import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blockRatio, compareBlocks } from '../../../lib/stats/compare/compare-blocks.ts'
import { stoppingRule } from '../../../lib/stats/compare/stopping-rule.ts'

const rule = stoppingRule({ maxBlocks: 12 })

describe('the interval of a ratio from blocks', () => {
  test('has the half-width of the rule around the mean logarithm', () => {
    const logs = [-0.02, 0.01, 0.04]
    const { estimate, interval } = compareBlocks(logs.map(Math.exp), rule)
    const half = (rule.halfWidths[0] ?? 0) * (0.03 / Math.sqrt(3))
    expect(estimate).toBeCloseTo(Math.exp(0.01), 12)
    expect(interval?.low).toBeCloseTo(Math.exp(0.01 - half), 12)
    expect(interval?.high).toBeCloseTo(Math.exp(0.01 + half), 12)
    expect(interval?.confidence).toBe(0.99)
  })

  test('is inverted with the ratio', () => {
    const ratios = fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), {
      minLength: 3,
      maxLength: 12,
    })
    fc.assert(
      fc.property(ratios, (values) => {
        const forth = compareBlocks(values, rule).interval
        const back = compareBlocks(
          values.map((value) => 1 / value),
          rule,
        ).interval
        if (!forth || !back) return
        expect(Math.abs(Math.log(forth.low) + Math.log(back.high))).toBeLessThan(1e-6)
        expect(forth.low).toBeLessThanOrEqual(forth.high)
      }),
    )
  })

  test('on the linear scale may contain zero', () => {
    const { interval } = compareBlocks([-1, 0, 1], rule, 'linear')
    expect(interval?.low).toBeLessThan(0)
    expect(interval?.high).toBeGreaterThan(0)
  })

  test('is absent before the first look, and nothing is known without blocks', () => {
    expect(compareBlocks([], rule)).toEqual({ blocks: 0 })
    expect(compareBlocks([1.5], rule)).toEqual({ blocks: 1, estimate: 1.5 })
    expect(compareBlocks([1, 1.1], rule).interval).toBeUndefined()
  })

  test('is absent if it is too wide for a number', () => {
    const { estimate, interval } = compareBlocks([1e-30, 1, 1e30], rule)
    expect(estimate).toBeCloseTo(1, 9)
    expect(interval).toBeUndefined()
  })

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
    'is undefined for a ratio of %d',
    (value) => {
      expect(() => compareBlocks([1, value, 1], rule)).toThrow(RangeError)
    },
  )

  test('is undefined for more blocks than planned', () => {
    expect(() => compareBlocks(Array(13).fill(1), rule)).toThrow('13 blocks')
  })
})

describe('the ratio of a block', () => {
  test('is free of a drift that is linear in time', () => {
    // A B B A at 100, 90, 81, 72.9 % of the speed, the candidate twice as fast.
    expect(blockRatio([2 * 0.9, 2 * 0.81], [1, 0.729])).toBeCloseTo(2, 12)
  })

  test('is unknown without runs of both sides', () => {
    expect(() => blockRatio([1], [])).toThrow(RangeError)
    expect(() => blockRatio([0], [1])).toThrow(RangeError)
  })
})
