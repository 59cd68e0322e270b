import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../lib/stats/seeded-random.ts'
import { batchMeans } from '../../../lib/stats/series/batch-means.ts'

describe('the interval by batch means', () => {
  test('of one value per batch is that of Student', () => {
    // Mean 3, standard deviation √2.5, t of 4 degrees of freedom 2.776.
    const interval = batchMeans([1, 2, 3, 4, 5], 5, 0.95)
    expect(interval?.mean).toBe(3)
    expect(interval?.high).toBeCloseTo(3 + 2.776 * Math.sqrt(2.5 / 5), 3)
    expect(interval?.low).toBeCloseTo(3 - 2.776 * Math.sqrt(2.5 / 5), 3)
  })

  test('uses runs, so that variation that cancels out within a run does not count', () => {
    const alternating = Array.from({ length: 100 }, (_, index) => index % 2)
    expect(batchMeans(alternating, 10)).toEqual({ mean: 0.5, low: 0.5, high: 0.5 })
  })

  test('leaves out values that do not fill a run', () => {
    expect(batchMeans([1, 1, 3, 3, 1_000], 2)?.mean).toBe(2)
  })

  test('of less than two values is absent', () => {
    expect(batchMeans([])).toBeNull()
    expect(batchMeans([5])).toBeNull()
  })

  test('surrounds the mean, and narrows with the confidence', () => {
    const values = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 2 })
    fc.assert(
      fc.property(values, fc.integer({ min: 2, max: 30 }), (sample, batches) => {
        const wide = batchMeans(sample, batches, 0.99)
        const narrow = batchMeans(sample, batches, 0.9)
        if (!wide || !narrow) throw new Error('an interval is there')
        expect(wide.low).toBeLessThanOrEqual(narrow.low)
        expect(wide.high).toBeGreaterThanOrEqual(narrow.high)
        expect(narrow.low).toBeLessThanOrEqual(narrow.mean)
        expect(narrow.high).toBeGreaterThanOrEqual(narrow.mean)
      }),
    )
  })

  test('contains the true mean of an autocorrelated series, unlike plain Student', () => {
    const random = seededRandom(11)
    const runs = 1_000
    const covered = { batched: 0, plain: 0 }
    for (let run = 0; run < runs; run++) {
      const series = autoregressive(random, 1_000)
      if (holdsZero(batchMeans(series, 10))) covered.batched++
      if (holdsZero(batchMeans(series, series.length))) covered.plain++
    }
    expect(covered.batched / runs).toBeGreaterThan(0.92)
    expect(covered.plain / runs).toBeLessThan(0.75)
  })
})

/** Each value is 0.7 of the one before and something new between -0.5 and 0.5; the mean is 0. */
function autoregressive(random: () => number, length: number): number[] {
  let value = 0
  return Array.from({ length }, () => {
    value = 0.7 * value + random() - 0.5
    return value
  })
}

function holdsZero(interval: ReturnType<typeof batchMeans>): boolean {
  return interval !== null && interval.low <= 0 && interval.high >= 0
}
