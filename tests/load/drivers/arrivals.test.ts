import { describe, expect, test } from 'vitest'
import { type Arrivals, plannedArrivals, unitArrivals } from '../../../lib/load/drivers/arrivals.ts'

const endless = Number.POSITIVE_INFINITY

function take(arrivals: Arrivals, changes: { seed?: number; requests?: number; within?: number }) {
  return [...unitArrivals({ arrivals, seed: 1, requests: endless, within: endless, ...changes })]
}

describe('arrivals', () => {
  test('that are constant are whole numbers, from 0', () => {
    expect(take('constant', { requests: 4 })).toEqual([0, 1, 2, 3])
    expect(take('constant', { within: 3 })).toEqual([0, 1, 2])
    expect(take('constant', { within: 3.2 })).toEqual([0, 1, 2, 3])
  })

  test('gain none from rounding errors', () => {
    expect(take('constant', { within: 3.000_000_000_4 })).toHaveLength(3)
  })

  test('of a Poisson process have exponential gaps of mean 1', () => {
    const count = 50_000
    const times = take('poisson', { requests: count })
    const gaps = times.map((at, index) => at - (times[index - 1] ?? 0))
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / count
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / count
    // The standard error of the mean is 1/sqrt(n), here 0.0045; that of the variance sqrt(8/n), 0.013.
    expect(Math.abs(mean - 1)).toBeLessThan(0.02)
    expect(Math.abs(variance - 1)).toBeLessThan(0.06)
    const longerThan = (bound: number) => gaps.filter((gap) => gap > bound).length / count
    expect(longerThan(1)).toBeCloseTo(Math.exp(-1), 1)
    expect(longerThan(3)).toBeCloseTo(Math.exp(-3), 2)
  })

  test('of a Poisson process never decrease, and are all different', () => {
    const times = take('poisson', { requests: 1_000 })
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(new Set(times).size).toBe(1_000)
  })

  test('are generated lazily', () => {
    for (const within of [0, 0.5, 1, 7, 7.25, 100]) {
      const options = { arrivals: 'constant', seed: 1, requests: 50, within } as const
      expect(plannedArrivals(options)).toBe([...unitArrivals(options)].length)
    }
  })

  test('of a random process are not planned for a time, but for a number they are', () => {
    const options = { arrivals: 'poisson', seed: 1 } as const
    expect(plannedArrivals({ ...options, requests: endless, within: 10 })).toBeUndefined()
    expect(plannedArrivals({ ...options, requests: 10, within: endless })).toBe(10)
  })
})
