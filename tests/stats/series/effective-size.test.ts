import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../lib/stats/seeded-random.ts'
import { autocorrelation, effectiveSize } from '../../../lib/stats/series/effective-size.ts'
import { dependentDraws } from '../draws.ts'

describe('the effective size of a series', () => {
  test.each([
    [0, 4_000],
    [0.5, 4_000 / 3],
    [0.8, 4_000 / 9],
  ])('with a dependence of %d is (1 - φ) / (1 + φ) of its length', (dependence, expected) => {
    const size = effectiveSize(dependentDraws(seededRandom(9), 4_000, dependence))
    expect(size).toBeGreaterThan(0.75 * expected)
    expect(size).toBeLessThan(1.35 * expected)
  })

  test('is never more than its length', () => {
    const alternating = Array.from({ length: 100 }, (_, index) => index % 2)
    expect(effectiveSize(alternating)).toBe(100)
    expect(effectiveSize([3, 3, 3])).toBe(3)
    expect(effectiveSize([])).toBe(0)
  })
})

describe('the autocorrelation', () => {
  test('of neighbours that always differ is below zero', () => {
    expect(autocorrelation([1, 0, 1, 0, 1, 0])).toBeCloseTo(-5 / 6, 12)
  })

  test('of a slow wave is near one', () => {
    const wave = Array.from({ length: 200 }, (_, index) => Math.sin(index / 20))
    expect(autocorrelation(wave)).toBeGreaterThan(0.97)
  })

  test('of too few or equal values is unknown', () => {
    expect(autocorrelation([1, 2])).toBeUndefined()
    expect(autocorrelation([2, 2, 2])).toBeUndefined()
  })
})
