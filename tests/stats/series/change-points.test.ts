import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../lib/stats/seeded-random.ts'
import { changePoints } from '../../../lib/stats/series/change-points.ts'
import { dependentDraws } from '../draws.ts'

interface Level {
  readonly runs: number
  readonly level: number
}

/** Throughputs of runs that spread by 2 % by default. */
function history(
  levels: readonly Level[],
  { seed = 1, dependence = 0, spread = 0.02 } = {},
): readonly number[] {
  const flat = levels.flatMap(({ runs, level }) => Array<number>(runs).fill(level))
  const noise = dependentDraws(seededRandom(seed), flat.length, dependence)
  return flat.map((level, index) => level * Math.exp(spread * (noise[index] ?? 0)))
}

const find = (values: readonly number[], least = 0) =>
  changePoints(values, { random: seededRandom(8), least, permutations: 199 })

describe('change points of a series of runs', () => {
  test('are where the levels change, with the levels', () => {
    const points = find(
      history([
        { runs: 25, level: 100 },
        { runs: 20, level: 90 },
        { runs: 25, level: 104 },
      ]),
    )
    expect(points).toHaveLength(2)
    const [down, up] = points
    expect(Math.abs((down?.index ?? 0) - 25)).toBeLessThanOrEqual(2)
    expect(Math.abs((up?.index ?? 0) - 45)).toBeLessThanOrEqual(2)
    expect(down?.before).toBeCloseTo(100, -0.5)
    expect(down?.after).toBeCloseTo(90, -0.5)
    expect(up?.before).toBe(down?.after)
    expect(down?.pValue).toBeLessThanOrEqual(0.01)
  })

  test('are none in series that do not change', () => {
    let seen = 0
    for (let seed = 0; seed < 40; seed++) {
      if (find(history([{ runs: 50, level: 100 }], { seed })).length > 0) seen++
    }
    expect(seen).toBeLessThanOrEqual(3)
  })

  test('are none for outliers, single or three in a row', () => {
    const steady = history([{ runs: 60, level: 100 }])
    const disturbed = steady.map((value, index) =>
      [12, 30, 31, 32, 58, 59].includes(index) ? 0.6 * value : value,
    )
    expect(find(disturbed)).toEqual([])
  })

  // A change is between one pair of neighbours and two pairs of values at a distance of two: so a few
  // values look dependent on each other, and must not be mistaken for a wave.
  test.each<[number, number, number, number]>([
    [12, 12, 0.01, 38],
    [12, 12, 0.02, 36],
    [8, 8, 0.01, 38],
    [8, 8, 0.02, 32],
    [10, 5, 0.01, 38],
    [10, 5, 0.02, 26],
  ])('of a tenth are found in %i and %i runs that spread by %d', (before, after, spread, least) => {
    let found = 0
    for (let seed = 0; seed < 40; seed++) {
      const levels = [
        { runs: before, level: 100 },
        { runs: after, level: 90 },
      ]
      const points = find(history(levels, { seed, spread }))
      if (points.length === 1 && Math.abs((points[0]?.index ?? 0) - before) <= 1) found++
    }
    expect(found).toBeGreaterThanOrEqual(least)
  })

  test.each([16, 24, 40])('are few in %i runs that depend on each other', (runs) => {
    let seen = 0
    for (let seed = 0; seed < 60; seed++) {
      const wave = history([{ runs, level: 100 }], { seed, dependence: 0.4 })
      if (find(wave).length > 0) seen++
    }
    expect(seen).toBeLessThanOrEqual(5)
  })

  test('are absent from runs that are all equal', () => {
    expect(find(Array<number>(30).fill(100))).toEqual([])
  })

  test('are rare in a slow wave without net change', () => {
    let points = 0
    for (let seed = 0; seed < 20; seed++) {
      points += find(history([{ runs: 60, level: 100 }], { seed, dependence: 0.5 })).length
    }
    expect(points).toBeLessThanOrEqual(5)
  })

  test('smaller than configured are left out, and the levels then span them', () => {
    const small = history([
      { runs: 30, level: 100 },
      { runs: 30, level: 96 },
      { runs: 30, level: 80 },
    ])
    expect(find(small)).toHaveLength(2)
    const [only, ...others] = find(small, 0.08)
    expect(others).toEqual([])
    expect(Math.abs((only?.index ?? 0) - 60)).toBeLessThanOrEqual(2)
    expect(only?.before).toBeCloseTo(98, -0.5)
  })

  test('are found once they have lasted for four runs', () => {
    const fresh = history([
      { runs: 40, level: 100 },
      { runs: 5, level: 85 },
    ])
    expect(find(fresh)).toHaveLength(1)
    expect(find(fresh.slice(0, 43))).toEqual([])
  })

  test('are the same for the same seed, and absent for few runs', () => {
    const values = history([
      { runs: 20, level: 100 },
      { runs: 20, level: 110 },
    ])
    expect(find(values)).toEqual(find(values))
    expect(find(values.slice(17, 24))).toEqual([])
    expect(find([])).toEqual([])
  })

  test('refuse values that are not finite', () => {
    expect(() => find([1, Number.NaN, 2])).toThrow(RangeError)
  })
})
