import { describe, expect, test } from 'vitest'
import { jitter, quantile, summarize } from '../../../lib/stats/intervals/summary.ts'

describe('a summary of values', () => {
  test('has the standard deviation that ping calls mdev', () => {
    expect(summarize([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ min: 2, avg: 5, max: 9, sd: 2 })
  })

  test('of nothing is nothing, not zero', () => {
    expect(summarize([])).toBeNull()
    expect(quantile([], 0.5)).toBeNull()
    expect(jitter([])).toBeNull()
    expect(jitter([5])).toBeNull()
  })

  test('has the mean step between consecutive values as jitter', () => {
    expect(jitter([10, 12, 9, 9])).toBeCloseTo((2 + 3 + 0) / 3)
  })

  test('has quantiles between the ordered values', () => {
    expect(quantile([4, 1, 3, 2], 0)).toBe(1)
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5)
    expect(quantile([4, 1, 3, 2], 1)).toBe(4)
  })
})
