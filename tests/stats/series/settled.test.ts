import { describe, expect, test } from 'vitest'
import { settled } from '../../../lib/stats/series/settled.ts'

const noisy = [10, 10.2, 9.9, 10.1, 9.8, 10, 10.1, 9.9, 10.2, 9.9, 10, 10.1]
const tidy = (values: readonly number[]) => Array.from(settled(Float64Array.from(values)))

describe('a series without its single outliers', () => {
  test('is unchanged if there are none', () => {
    expect(tidy(noisy)).toEqual(noisy)
  })

  test.each([0, 5, 11])('has its usual level at an outlier at %i', (index) => {
    expect(tidy(noisy.with(index, 3))[index]).toBeCloseTo(10, 0)
  })

  test('has its usual level at three bad runs in a row, at the end too', () => {
    const bad = tidy([...noisy.slice(0, 9), 5, 5.1, 4.9])
    for (const value of bad.slice(9)) expect(value).toBeGreaterThan(9)
  })

  test('keeps a level that lasts', () => {
    const lower = [...noisy, ...noisy.slice(0, 6).map((value) => value - 4)]
    expect(tidy(lower)).toEqual(lower)
  })
})
