import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  minForQuantile,
  quantileInterval,
  quantileLimits,
} from '../../../lib/stats/intervals/quantile-interval.ts'
import { seededRandom } from '../../../lib/stats/seeded-random.ts'

const upTo = (length: number) => Array.from({ length }, (_, index) => index + 1)

describe('the smallest sample of a quantile', () => {
  test.each([
    [0.99, 0.95, 299],
    [0.95, 0.95, 59],
    [0.9, 0.95, 29],
    [0.5, 0.95, 5],
    [0.99, 0.975, 368],
    [0.999, 0.95, 2_995],
  ])('of %d at %d is %i', (share, confidence, fewest) => {
    expect(minForQuantile(share, confidence)).toBe(fewest)
  })

  test('is where the upper limit begins to exist', () => {
    const limits = (size: number) => quantileLimits(upTo(size), { share: 0.99, confidence: 0.95 })
    expect(limits(298).high).toBeUndefined()
    expect(limits(299).high).toBeGreaterThan(298)
    expect(limits(298).low).toBeGreaterThan(250)
  })
})

describe('the interval of a quantile', () => {
  // Whole ranks for the median of 100 at 95 % are 40 and 61, which contain it with 96.5 %.
  test('is between the ranks that contain it too often and too rarely', () => {
    const interval = quantileInterval(upTo(100), { share: 0.5, confidence: 0.95 })
    expect(interval?.low).toBeGreaterThan(40)
    expect(interval?.low).toBeLessThan(41)
    expect(interval?.high).toBeGreaterThan(60)
    expect(interval?.high).toBeLessThan(61)
    expect(interval?.confidence).toBe(0.95)
  })

  test('is absent for a sample that is too small', () => {
    expect(quantileInterval(upTo(300), { share: 0.99, confidence: 0.95 })).toBeUndefined()
    expect(quantileInterval([], { share: 0.5, confidence: 0.95 })).toBeUndefined()
  })

  test('grows with dependence, and vanishes with too much of it', () => {
    const sample = upTo(1_000)
    const of = (effectiveSize: number) =>
      quantileInterval(sample, { share: 0.9, confidence: 0.95, effectiveSize })
    expect(of(200)?.low).toBeLessThan(of(1_000)?.low ?? 0)
    expect(of(200)?.high).toBeGreaterThan(of(1_000)?.high ?? 1_000)
    expect(of(20)).toBeUndefined()
  })

  test('contains the median as often as claimed', () => {
    const random = seededRandom(2)
    let held = 0
    for (let run = 0; run < 4_000; run++) {
      const sample = Array.from({ length: 60 }, () => random() ** 3)
      const interval = quantileInterval(sample, { share: 0.5, confidence: 0.95 })
      if (interval && interval.low <= 0.125 && interval.high >= 0.125) held++
    }
    // Four standard deviations are 1.4 points.
    expect(held / 4_000).toBeGreaterThan(0.936)
    expect(held / 4_000).toBeLessThan(0.964)
  })

  test('does not depend on the order, and mirrors', () => {
    const sample = fc.uniqueArray(fc.integer({ min: -10_000, max: 10_000 }), {
      minLength: 40,
      maxLength: 80,
    })
    fc.assert(
      fc.property(sample, (values) => {
        const options = { share: 0.7, confidence: 0.9 }
        const forth = quantileInterval(values, options)
        const back = quantileInterval(
          values.toReversed().map((value) => -value),
          { share: 0.3, confidence: 0.9 },
        )
        if (!forth || !back) throw new Error('forty values have an interval')
        expect(forth.low).toBeCloseTo(-back.high, 6)
        expect(forth.high).toBeCloseTo(-back.low, 6)
      }),
    )
  })

  test.each([
    { share: 0, confidence: 0.9 },
    { share: 1, confidence: 0.9 },
    { share: 0.5, confidence: 1 },
  ])('refuses %o', (options) => {
    expect(() => quantileInterval([1, 2, 3], options)).toThrow(RangeError)
    expect(() => minForQuantile(options.share, options.confidence)).toThrow(RangeError)
  })
})
