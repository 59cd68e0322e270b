import { describe, expect, test } from 'vitest'
import { compareSeparate } from '../../../lib/stats/compare/compare-separate.ts'

describe('a run compared with a stored baseline', () => {
  test('of equal sizes and spreads is like the two-sample t test', () => {
    const logs = [-0.02, -0.01, 0, 0.01, 0.02]
    const { ratio, interval, smallestEffect } = compareSeparate({
      candidate: logs.map((log) => Math.exp(log + 0.1)),
      baseline: logs.map(Math.exp),
      confidence: 0.95,
    })
    // Standard error √(2 · 0.00025 / 5) = 0.01; t of 8 degrees of freedom 2.306.
    expect(ratio).toBeCloseTo(Math.exp(0.1), 12)
    expect(interval?.low).toBeCloseTo(Math.exp(0.1 - 0.02306), 5)
    expect(interval?.high).toBeCloseTo(Math.exp(0.1 + 0.02306), 5)
    // A value at this distance from a limit is beyond it with its interval in 95 of 100 runs: t at 0.9 is
    // 1.860.
    expect(smallestEffect).toBeCloseTo(Math.expm1(0.02306 + 0.0186), 5)
  })

  test('is less certain if runs of different days differ', () => {
    const sides = { candidate: [1.05, 1.06, 1.07, 1.06], baseline: [1, 1.01, 0.99, 1] }
    const alone = compareSeparate(sides).interval
    const reported = compareSeparate({
      ...sides,
      earlierLevels: [1, 1.03, 0.97, 1.02, 0.98],
    }).interval
    expect(alone?.low).toBeGreaterThan(1)
    expect(reported?.low).toBeLessThan(1)
  })

  test('includes the variance between days of both runs', () => {
    const { interval } = compareSeparate({
      candidate: [1, 1],
      baseline: [1, 1],
      earlierLevels: [-0.01, 0, 0.01].map(Math.exp),
      confidence: 0.95,
    })
    // Standard error √2 · 0.01; t of 2 degrees of freedom 4.303.
    expect(interval?.high).toBeCloseTo(Math.exp(4.303 * Math.SQRT2 * 0.01), 4)
  })

  test('learns nothing about days from a single earlier run', () => {
    const sides = { candidate: [1, 1.1, 1.2], baseline: [1, 1.1, 1.2] }
    expect(compareSeparate({ ...sides, earlierLevels: [1.3] })).toEqual(compareSeparate(sides))
  })

  test('of one block per side is a ratio without an interval', () => {
    expect(compareSeparate({ candidate: [3], baseline: [2] })).toEqual({
      ratio: expect.closeTo(1.5, 12),
    })
  })

  test('of identical blocks is exact', () => {
    const { interval } = compareSeparate({ candidate: [2, 2], baseline: [1, 1] })
    expect(interval).toMatchObject({ low: expect.closeTo(2, 12), high: expect.closeTo(2, 12) })
  })

  test('is undefined for a side without blocks', () => {
    expect(() => compareSeparate({ candidate: [], baseline: [1] })).toThrow(RangeError)
  })
})
