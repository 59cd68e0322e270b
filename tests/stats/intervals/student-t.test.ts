import { describe, expect, test } from 'vitest'
import { studentT } from '../../../lib/stats/intervals/student-t.ts'

describe("the quantile of Student's t", () => {
  // Abramowitz & Stegun, table 26.10.
  test.each([
    [0.9, 1, 6.314],
    [0.95, 1, 12.706],
    [0.99, 1, 63.657],
    [0.95, 2, 4.303],
    [0.99, 2, 9.925],
    [0.95, 3, 3.182],
    [0.95, 4, 2.776],
    [0.9, 5, 2.015],
    [0.99, 5, 4.032],
    [0.95, 9, 2.262],
    [0.99, 10, 3.169],
    [0.95, 29, 2.045],
    [0.95, 30, 2.042],
    [0.99, 60, 2.66],
    [0.95, 120, 1.98],
  ])('at %d and %i degrees of freedom is %d', (confidence, degreesOfFreedom, tabulated) => {
    expect(Math.abs(studentT(confidence, degreesOfFreedom) - tabulated)).toBeLessThan(6e-4)
  })

  test('converges to that of the normal distribution', () => {
    expect(studentT(0.95, 100_000)).toBeCloseTo(1.959964, 4)
  })

  test.each([
    [0, 5],
    [1, 5],
    [0.95, 0],
    [0.95, 2.5],
  ])('refuses a confidence of %d and %d degrees of freedom', (confidence, degrees) => {
    expect(() => studentT(confidence, degrees)).toThrow(RangeError)
  })
})
