import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clopperPearson } from '../../../lib/stats/intervals/clopper-pearson.ts'
import { shareIntervals } from '../../../lib/stats/intervals/share.ts'
import { seededRandom } from '../../../lib/stats/seeded-random.ts'

const workers = (count: number) => Array.from({ length: count }, (_, index) => `w${index}`)

function rotation(ids: readonly string[], requests: number): string[] {
  return Array.from({ length: requests }, (_, index) => ids[index % ids.length] ?? '')
}

describe('the share of a worker', () => {
  test('is its part of all requests, in percentage points', () => {
    const shares = shareIntervals(['a', 'b', 'a', 'a'], ['b', 'a'])
    expect([...shares].map(([id, { share }]) => [id, share])).toEqual([
      ['b', 25],
      ['a', 75],
    ])
  })

  test('of no requests is no data', () => {
    expect(shareIntervals([], ['a', 'b']).size).toBe(0)
  })

  test('of a strict rotation is exact to one request', () => {
    const cases = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 5, max: 60 }))
    fc.assert(
      fc.property(cases, fc.nat(19), ([count, rounds], rest) => {
        const ids = workers(count)
        const sequence = rotation(ids, count * rounds + (rest % count))
        const oneRequest = 100 / sequence.length + 1e-9
        for (const { low, high } of shareIntervals(sequence, ids).values()) {
          expect(Math.abs(low - 100 / count)).toBeLessThanOrEqual(oneRequest)
          expect(Math.abs(high - 100 / count)).toBeLessThanOrEqual(oneRequest)
        }
      }),
    )
  })

  test('of a rotation that leaves one worker out is equally exact for the others', () => {
    const shares = shareIntervals(rotation(['a', 'b'], 330), ['a', 'b', 'c'])
    expect(shares.get('a')).toEqual({ share: 50, low: 50, high: 50, confidence: 0.95 })
  })

  test('is narrower if requests are evened out than if they are random', () => {
    const random = seededRandom(3)
    const width = (sequence: readonly string[]) => {
      const { low = 0, high = 0 } = shareIntervals(sequence, ['a']).get('a') ?? {}
      return high - low
    }
    const pairs = Array.from({ length: 150 }, () => (random() < 0.5 ? ['a', 'b'] : ['b', 'a']))
    const scattered = Array.from({ length: 300 }, () => (random() < 0.5 ? 'a' : 'b'))
    expect(width(pairs.flat())).toBeLessThan(width(scattered) / 3)
  })

  test.each([
    ['that got nothing', rotation(['b', 'c'], 300), 0],
    ['that got all, though there is another', rotation(['a'], 300), 300],
    ['of a sequence of less than five rounds', ['a', 'b', 'c', 'a', 'b', 'c'], 2],
  ])('of a worker %s has the exact binomial interval', (_, sequence, count) => {
    const { lower, upper } = clopperPearson(count, sequence.length, 0.95)
    expect(shareIntervals(sequence, ['a', 'b', 'c']).get('a')).toMatchObject({
      low: 100 * lower,
      high: 100 * upper,
    })
  })

  test('of the only worker needs no interval', () => {
    expect(shareIntervals(rotation(['a'], 300), ['a']).get('a')).toMatchObject({
      low: 100,
      high: 100,
    })
  })

  test('stays between 0 and 100', () => {
    const sequence = fc.array(fc.constantFrom('a', 'a', 'a', 'a', 'b'), { minLength: 1 })
    fc.assert(
      fc.property(sequence, (ids) => {
        for (const { low, high, share } of shareIntervals(ids, ['a', 'b', 'c']).values()) {
          expect(low).toBeGreaterThanOrEqual(0)
          expect(high).toBeLessThanOrEqual(100)
          expect(share).toBeGreaterThanOrEqual(low - 1e-9)
          expect(share).toBeLessThanOrEqual(high + 1e-9)
        }
      }),
    )
  })

  test.each([
    [[1 / 3, 1 / 3, 1 / 3], 300],
    [[0.5, 0.3, 0.2], 300],
    [[0.9, 0.08, 0.02], 1_000],
    [[0.25, 0.25, 0.25, 0.25], 40],
  ])(
    'of requests that are random by %j is in the interval as often as claimed',
    (weights, requests) => {
      const random = seededRandom(1)
      const ids = workers(weights.length)
      const covered = ids.map(() => 0)
      const runs = 1_000
      for (let run = 0; run < runs; run++) {
        const sequence = Array.from({ length: requests }, () => pick(ids, weights, random()))
        const shares = shareIntervals(sequence, ids)
        for (const [index, id] of ids.entries()) {
          const { low = 0, high = 0 } = shares.get(id) ?? {}
          const truth = 100 * (weights[index] ?? 0)
          if (low <= truth && truth <= high) covered[index] = (covered[index] ?? 0) + 1
        }
      }
      for (const times of covered) expect(times / runs).toBeGreaterThanOrEqual(0.93)
    },
  )
})

function pick(ids: readonly string[], weights: readonly number[], random: number): string {
  let left = random
  const index = weights.findIndex((weight) => {
    left -= weight
    return left < 0
  })
  return ids.at(index) ?? ''
}
