import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bestSplit } from '../../../lib/stats/series/energy-split.ts'

describe('the best split of a segment', () => {
  test('is where the level changes', () => {
    expect(bestSplit(Float64Array.of(1, 1, 1, 5, 5, 5, 5), 2)?.at).toBe(3)
  })

  test('leaves each side a minimum number of values', () => {
    expect(bestSplit(Float64Array.of(9, 1, 1, 1, 1, 1), 2)?.at).toBeGreaterThanOrEqual(2)
    expect(bestSplit(Float64Array.of(1, 2, 3), 2)).toBeUndefined()
  })

  test('maximises the statistic of its definition', () => {
    const series = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 6, maxLength: 20 })
    fc.assert(
      fc.property(series, (values) => {
        const places = values.slice(3).map((_, index) => index + 2)
        const greatest = Math.max(...places.map((at) => energyAt(values, at)))
        expect(bestSplit(Float64Array.from(values), 2)?.difference).toBeCloseTo(greatest, 8)
      }),
    )
  })
})

function energyAt(values: readonly number[], at: number): number {
  const [left, right] = [values.slice(0, at), values.slice(at)]
  const between = mean(left.flatMap((a) => right.map((b) => Math.abs(a - b))))
  const energy = 2 * between - within(left) - within(right)
  return ((left.length * right.length) / values.length) * energy
}

function within(values: readonly number[]): number {
  return mean(values.flatMap((a, i) => values.slice(i + 1).map((b) => Math.abs(a - b))))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
