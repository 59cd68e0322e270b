import { describe, expect, test } from 'vitest'
import { bootstrapRatio } from '../../../lib/stats/compare/block-bootstrap.ts'
import { seededRandom } from '../../../lib/stats/seeded-random.ts'
import { dependentDraws } from '../draws.ts'

const latencies = (random: () => number, length: number, mean = 1) =>
  dependentDraws(random, length, 0.6).map((value) => mean * Math.exp(0.4 * value))

describe('the ratio of the means of two series', () => {
  test('is that of the means, and the interval is the same for the same seed', () => {
    const random = seededRandom(1)
    const [candidate, baseline] = [latencies(random, 300, 2), latencies(random, 200)]
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
    const first = bootstrapRatio(candidate, baseline, { random: seededRandom(7) })
    expect(first.ratio).toBeCloseTo(mean(candidate) / mean(baseline), 9)
    expect(first.interval.low).toBeLessThan(first.ratio)
    expect(first.interval.high).toBeGreaterThan(first.ratio)
    expect(bootstrapRatio(candidate, baseline, { random: seededRandom(7) })).toEqual(first)
  })

  test('is in the interval as often as claimed, even if neighbours depend on each other', () => {
    const random = seededRandom(21)
    const runs = 400
    let held = 0
    for (let run = 0; run < runs; run++) {
      const [candidate, baseline] = [latencies(random, 600), latencies(random, 600)]
      const { interval } = bootstrapRatio(candidate, baseline, { random, resamples: 399 })
      if (interval.low <= 1 && interval.high >= 1) held++
    }
    // Four standard deviations are 4.4 points.
    expect(held / runs).toBeGreaterThan(0.905)
    expect(held / runs).toBeLessThan(0.99)
  })

  test('widens with the confidence', () => {
    const random = seededRandom(3)
    const [candidate, baseline] = [latencies(random, 300), latencies(random, 300)]
    const width = (confidence: number) => {
      const { interval } = bootstrapRatio(candidate, baseline, {
        random: seededRandom(1),
        confidence,
      })
      return interval.high - interval.low
    }
    expect(width(0.99)).toBeGreaterThan(width(0.9))
  })

  test('of series without any spread is exact', () => {
    const { ratio, interval } = bootstrapRatio(Array(40).fill(3), Array(40).fill(2), {
      random: seededRandom(1),
    })
    expect(ratio).toBeCloseTo(1.5, 12)
    expect(interval.low).toBeCloseTo(1.5, 12)
    expect(interval.high).toBeCloseTo(1.5, 12)
  })

  test('is undefined for series too short to be cut, or at zero', () => {
    const random = seededRandom(1)
    expect(() => bootstrapRatio(Array(19).fill(1), Array(40).fill(1), { random })).toThrow(
      RangeError,
    )
    expect(() => bootstrapRatio(Array(40).fill(1), Array(40).fill(0), { random })).toThrow(
      RangeError,
    )
  })
})
