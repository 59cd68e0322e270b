import { describe, expect, test } from 'vitest'
import { median, outliers } from '../../../lib/stats/series/outliers.ts'

const usual = [1, 1.1, 0.9, 1.05, 0.95, 1.02, 0.98, 1.01, 0.99, 1]

describe('outliers in a series', () => {
  test('are returned as positions', () => {
    expect(outliers([...usual, 2, 1.03, 0.1])).toEqual([10, 12])
  })

  test('are beyond six deviations, of which the median distance is two thirds', () => {
    // Distances from the median 0: two each of 1 to 5, so that their median is 3 and a deviation 4.45.
    const spread = [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5]
    expect(outliers([...spread, 26, -26])).toEqual([])
    expect(outliers([...spread, 30, -30])).toEqual([11, 12])
  })

  test('are absent among values that are close, few, or mostly equal', () => {
    expect(outliers(usual)).toEqual([])
    expect(outliers([1, 1.1, 0.9, 100])).toEqual([])
    expect(outliers([...Array(10).fill(1), 2])).toEqual([])
  })
})

describe('the median', () => {
  test.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[5], 5],
  ])('of %o is %d', (values, middle) => {
    expect(median(values)).toBe(middle)
  })
})
