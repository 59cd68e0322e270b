import { describe, expect, test } from 'vitest'
import { fairness } from '../../lib/stats/fairness.ts'

describe('fairness', () => {
  test('is the longest wait over the mean', () => {
    expect(fairness([10, 10, 40])).toBe(2)
    expect(fairness([7, 7, 7])).toBe(1)
  })

  test('includes those that did not wait', () => {
    expect(fairness([0, 0, 0, 5])).toBe(4)
  })

  test('is undefined if no request waited', () => {
    expect(fairness([])).toBeUndefined()
    expect(fairness([0, 0])).toBeUndefined()
  })
})
