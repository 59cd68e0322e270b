import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../lib/stats/seeded-random.ts'
import { warmUp } from '../../../lib/stats/series/warm-up.ts'
import { dependentDraws } from '../draws.ts'

const latencies = (course: (part: number) => number) =>
  dependentDraws(seededRandom(12), 500, 0.3).map(
    (value, index) => course(index / 500) + 0.1 * value,
  )

describe('the warm-up of a series', () => {
  test('is the part before the steady one', () => {
    const discarded = warmUp(latencies((part) => (part < 0.1 ? 3 : 1)))
    expect(discarded).toBeGreaterThanOrEqual(50)
    expect(discarded).toBeLessThan(150)
    expect((discarded ?? 1) % 5).toBe(0)
  })

  test('of a steady series is short', () => {
    expect(warmUp(latencies(() => 1))).toBeLessThan(100)
  })

  test('of a series that never settles is unknown', () => {
    expect(warmUp(latencies((part) => 1 + 3 * part))).toBeUndefined()
  })

  test('of a short series is unknown', () => {
    expect(warmUp(Array(199).fill(1))).toBeUndefined()
    expect(warmUp(Array(200).fill(1))).toBe(0)
  })
})
