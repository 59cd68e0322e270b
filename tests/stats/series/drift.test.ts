import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../lib/stats/seeded-random.ts'
import { drift } from '../../../lib/stats/series/drift.ts'
import { dependentDraws } from '../draws.ts'

/** Throughput that loses a fraction over the run. */
const throughput = (loss: number, { length = 400, dependence = 0.3, seed = 5 } = {}) =>
  dependentDraws(seededRandom(seed), length, dependence).map((value, index) =>
    Math.exp(0.03 * value + (Math.log1p(-loss) * index) / length),
  )

describe('the drift of a series', () => {
  test('is the level at the end over that at the beginning', () => {
    const found = drift(throughput(0.1))
    expect(found?.ratio).toBeGreaterThan(0.87)
    expect(found?.ratio).toBeLessThan(0.93)
    expect(found?.interval.high).toBeLessThan(1)
    expect(found?.interval.confidence).toBe(0.99)
  })

  test('of an exact line is exact', () => {
    const line = Array.from({ length: 20 }, (_, index) => 1.01 ** index)
    expect(drift(line)?.ratio).toBeCloseTo(1.01 ** 20, 9)
  })

  test('is rarely found if there is none, even of dependent values', () => {
    let seen = 0
    for (let seed = 0; seed < 500; seed++) {
      const interval = drift(throughput(0, { length: 60, dependence: 0.6, seed }))?.interval
      if (!interval || interval.low > 1 || interval.high < 1) seen++
    }
    // 5 by chance if neighbours were independent; treated as such they would be about 50.
    expect(seen).toBeLessThan(18)
  })

  test('of a few values is unknown', () => {
    expect(drift(throughput(0.5, { length: 19 }))).toBeUndefined()
  })

  test('refuses values that may be zero', () => {
    expect(() => drift(Array(20).fill(0))).toThrow(RangeError)
  })
})
