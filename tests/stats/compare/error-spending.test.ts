import { describe, expect, test } from 'vitest'
import { spendingBounds } from '../../../lib/stats/compare/error-spending.ts'
import { normalQuantile, normalTail } from '../../../lib/stats/intervals/normal.ts'

const fifths = [0.2, 0.4, 0.6, 0.8, 1]

describe('the bounds of an alpha-spending function', () => {
  // Lan & DeMets 1983 and the tables of Jennison & Turnbull 2000: five looks, 5 % two-sided.
  test('of O’Brien and Fleming equal those of the tables', () => {
    const spent = fifths.map((part) => 4 * normalTail(normalQuantile(1 - 0.0125) / Math.sqrt(part)))
    const tabulated = [4.877, 3.357, 2.68, 2.29, 2.031]
    for (const [look, bound] of spendingBounds(fifths, spent).entries()) {
      expect(Math.abs(bound - (tabulated[look] ?? 0))).toBeLessThan(0.002)
    }
  })

  test('of Pocock equal those of the tables', () => {
    const spent = fifths.map((part) => 0.05 * Math.log1p((Math.E - 1) * part))
    const tabulated = [2.438, 2.427, 2.41, 2.397, 2.386]
    for (const [look, bound] of spendingBounds(fifths, spent).entries()) {
      expect(Math.abs(bound - (tabulated[look] ?? 0))).toBeLessThan(0.002)
    }
  })

  test('at one look are the quantile', () => {
    expect(spendingBounds([1], [0.05])[0]).toBeCloseTo(1.96, 3)
  })

  test('where nothing may be spent are infinite', () => {
    const [first, last] = spendingBounds([0.5, 1], [0, 0.05])
    expect(first).toBeGreaterThan(30)
    expect(last).toBeCloseTo(1.96, 2)
  })
})
