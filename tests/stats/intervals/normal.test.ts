import { describe, expect, test } from 'vitest'
import { normalDensity, normalQuantile, normalTail } from '../../../lib/stats/intervals/normal.ts'

describe('the normal distribution', () => {
  // R 4.3: pnorm(z, lower.tail = FALSE).
  test.each([
    [0, 0.5],
    [1, 0.158655253931457],
    [1.959963984540054, 0.025],
    [-1.644853626951472, 0.95],
    [5, 2.866515719235352e-7],
    [8, 6.22096057427178e-16],
  ])('has above %d a tail of %d', (z, tail) => {
    expect(Math.abs(normalTail(z) / tail - 1)).toBeLessThan(3e-7)
  })

  test.each([
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.995, 2.5758293035489],
    [1e-6, -4.753424308822899],
  ])('has %d of its values below %d', (share, z) => {
    expect(Math.abs(normalQuantile(share) - z)).toBeLessThan(1e-6)
  })

  test('is highest in its middle', () => {
    expect(normalDensity(0)).toBeCloseTo(0.3989422804, 10)
    expect(normalDensity(-2)).toBeCloseTo(0.0539909665, 10)
  })

  test.each([0, 1, Number.NaN])('refuses a quantile of %d', (share) => {
    expect(() => normalQuantile(share)).toThrow(RangeError)
  })
})
