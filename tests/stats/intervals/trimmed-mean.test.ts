import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { trimmedDegreesOfFreedom, trimmedMean } from '../../../lib/stats/intervals/trimmed-mean.ts'

describe('the trimmed mean', () => {
  test('of fewer than seven values is the plain one, with its error', () => {
    const found = trimmedMean([1, 2, 3, 4, 5])
    expect(found.mean).toBe(3)
    expect(found.standardError).toBeCloseTo(Math.sqrt(2.5 / 5), 12)
    expect(found.degreesOfFreedom).toBe(4)
  })

  test('leaves out one value at each end of seven, and replaces it for the error', () => {
    // Drawn in: 2 2 3 4 5 6 6, of which the squares about 4 sum to 18; five values are kept.
    const found = trimmedMean([7, 1, 6, 2, 5, 3, 4])
    expect(found.mean).toBe(4)
    expect(found.standardError).toBeCloseTo(Math.sqrt(18 / (5 * 4)), 12)
    expect(found.degreesOfFreedom).toBe(4)
  })

  test('hardly changes with one disturbed value, nor does its error', () => {
    const quiet = trimmedMean([1, 2, 3, 4, 5, 6, 7])
    const disturbed = trimmedMean([1, 2, 3, 4, 5, 6, 1_000])
    expect(disturbed).toEqual(quiet)
  })

  test('of mostly identical values has the error of all of them', () => {
    expect(trimmedMean([5, 5, 5, 5, 5, 5, 6]).standardError).toBeGreaterThan(0)
  })

  test.each([
    [6, 5],
    [7, 4],
    [14, 9],
    [20, 13],
  ])('of %i values has %i degrees of freedom', (count, degrees) => {
    const values = Array.from({ length: count }, (_, index) => index)
    expect(trimmedDegreesOfFreedom(count)).toBe(degrees)
    expect(trimmedMean(values).degreesOfFreedom).toBe(degrees)
  })

  test('is among its values and moves with them', () => {
    const sample = fc.array(fc.integer({ min: -1_000, max: 1_000 }), {
      minLength: 2,
      maxLength: 40,
    })
    fc.assert(
      fc.property(sample, (values) => {
        const found = trimmedMean(values)
        const moved = trimmedMean(values.map((value) => value + 7))
        expect(found.mean).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9)
        expect(found.mean).toBeLessThanOrEqual(Math.max(...values) + 1e-9)
        expect(moved.mean).toBeCloseTo(found.mean + 7, 6)
        expect(moved.standardError).toBeCloseTo(found.standardError, 6)
      }),
    )
  })

  test('refuses one value', () => {
    expect(() => trimmedMean([1])).toThrow(RangeError)
  })
})
