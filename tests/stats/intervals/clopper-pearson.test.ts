import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clopperPearson, upperBound } from '../../../lib/stats/intervals/clopper-pearson.ts'

describe('the Clopper–Pearson interval', () => {
  // Solved from the binomial sum in decimal arithmetic of sixty digits.
  test.each([
    [0, 10, 0, 0.3084971],
    [5, 10, 0.187086, 0.812914],
    [10, 10, 0.6915029, 1],
    [1, 100, 0.0002531, 0.0544594],
    [30, 1000, 0.0203305, 0.0425514],
  ])('%i of %i', (successes, trials, lower, upper) => {
    const interval = clopperPearson(successes, trials, 0.95)
    expect(interval.lower).toBeCloseTo(lower, 5)
    expect(interval.upper).toBeCloseTo(upper, 5)
  })

  test('of 0 of 10 lost limits the loss to 26 % at 95 %, and of 300 to 1 %', () => {
    expect(upperBound(0, 10, 0.95)).toBeCloseTo(1 - 0.05 ** (1 / 10), 10)
    expect(upperBound(0, 10, 0.95)).toBeLessThan(0.26)
    expect(upperBound(0, 300, 0.95)).toBeLessThan(0.01)
    expect(upperBound(0, 298, 0.95)).toBeGreaterThan(0.01)
  })

  const sample = fc
    .integer({ min: 1, max: 400 })
    .chain((trials) => fc.tuple(fc.integer({ min: 0, max: trials }), fc.constant(trials)))

  test('contains the observed share, and narrows with the confidence', () => {
    fc.assert(
      fc.property(sample, ([successes, trials]) => {
        const wide = clopperPearson(successes, trials, 0.99)
        const narrow = clopperPearson(successes, trials, 0.8)
        const share = successes / trials
        expect(wide.lower).toBeLessThanOrEqual(narrow.lower + 1e-12)
        expect(wide.upper).toBeGreaterThanOrEqual(narrow.upper - 1e-12)
        expect(narrow.lower).toBeLessThanOrEqual(share + 1e-12)
        expect(narrow.upper).toBeGreaterThanOrEqual(share - 1e-12)
      }),
    )
  })

  test('of losses mirrors that of arrivals', () => {
    fc.assert(
      fc.property(sample, ([successes, trials]) => {
        const lost = clopperPearson(trials - successes, trials, 0.95)
        expect(clopperPearson(successes, trials, 0.95).lower).toBeCloseTo(1 - lost.upper, 9)
      }),
    )
  })

  test.each([
    [-1, 10],
    [11, 10],
    [0, 0],
    [0.5, 10],
  ])('refuses %d of %d', (successes, trials) => {
    expect(() => clopperPearson(successes, trials, 0.95)).toThrow(RangeError)
  })
})
