import { describe, expect, test } from 'vitest'
import { compareBlocks } from '../../../lib/stats/compare/compare-blocks.ts'
import { type StoppingRule, stoppingRule } from '../../../lib/stats/compare/stopping-rule.ts'
import { normalTail } from '../../../lib/stats/intervals/normal.ts'
import { studentT } from '../../../lib/stats/intervals/student-t.ts'
import { seededRandom } from '../../../lib/stats/seeded-random.ts'
import { normalDraw } from '../draws.ts'

describe('the rule of looking after every block', () => {
  test('has a half-width for each look, far wider at the first than at the last', () => {
    const { halfWidths } = stoppingRule({ maxBlocks: 20 })
    expect(halfWidths).toHaveLength(18)
    expect(halfWidths[0]).toBeGreaterThan(10 * (halfWidths[17] ?? 0))
  })

  test('spends little at first, and its error at all looks together', () => {
    const { levels, halfWidths } = stoppingRule({ maxBlocks: 20 })
    expect(levels).toHaveLength(halfWidths.length)
    expect(levels[0]).toBeLessThan(0.0003)
    expect(levels.every((level) => level < 0.01)).toBe(true)
    expect(levels.reduce((sum, level) => sum + level)).toBeGreaterThan(0.01)
  })

  test('is wider at its last look than one look alone would be', () => {
    const looks = stoppingRule({ maxBlocks: 20 }).halfWidths.at(-1) ?? 0
    const once = stoppingRule({ maxBlocks: 20, firstLook: 20 }).halfWidths.at(-1) ?? 0
    expect(looks).toBeGreaterThan(once)
    expect(once).toBeGreaterThan(studentT(0.99, 13))
    expect(once).toBeLessThan(studentT(0.995, 13))
  })

  test('is wider at the first looks and narrower at the last if the other side does not grow', () => {
    const plan = { maxBlocks: 20 }
    const [growing, fixed] = [plan, { ...plan, fixedBlocks: 5 }].map((each) => stoppingRule(each))
    expect(fixed?.levels[0]).toBeGreaterThan(2 * (growing?.levels[0] ?? 1))
    expect(fixed?.levels.at(-1)).toBeLessThan(0.01)
    const many = stoppingRule({ ...plan, fixedBlocks: 1e9 })
    expect(many.levels[7]).toBeCloseTo(growing?.levels[7] ?? 0, 7)
  })

  test('with a side that does not grow misses the truth no more often', () => {
    const [rule, random] = [stoppingRule({ maxBlocks: 20, fixedBlocks: 5 }), seededRandom(4)]
    let missed = 0
    for (let plan = 0; plan < 4_000; plan++) {
      const mean = (values: readonly number[]) =>
        values.reduce((sum, each) => sum + each, 0) / values.length
      const before = mean(Array.from({ length: 5 }, () => normalDraw(random)))
      const now = [normalDraw(random), normalDraw(random)]
      const isBeyond = rule.levels.some((level) => {
        now.push(normalDraw(random))
        const error = Math.sqrt(1 / now.length + 1 / 5)
        return 2 * normalTail(Math.abs(mean(now) - before) / error) < level
      })
      if (isBeyond) missed++
    }
    expect(missed / 4_000).toBeLessThan(0.01)
    expect(missed / 4_000).toBeGreaterThan(0.003)
  })

  // Uncorrected, plans of 5 and 20 blocks miss it 1.75 and 1.35 times of 100.
  test.each([5, 12, 20])('misses the truth in at most 1 of 100 plans of %i blocks', (maxBlocks) => {
    const rule = stoppingRule({ maxBlocks })
    expect(missesOf(rule, 4_000) / 4_000).toBeLessThan(0.0125)
  })

  test('has the error rate that t without a correction exceeds', () => {
    const rule = stoppingRule({ maxBlocks: 20 })
    const uncorrected = {
      ...rule,
      halfWidths: rule.halfWidths.map((_, index) => studentT(0.99, index + 2)),
    }
    expect(missesOf(uncorrected, 1_000) / 1_000).toBeGreaterThan(0.04)
  })

  test.each([
    { maxBlocks: 2 },
    { maxBlocks: 500 },
    { maxBlocks: 10.5 },
    { maxBlocks: 10, firstLook: 2 },
    { maxBlocks: 10, firstLook: 11 },
    { maxBlocks: 10, confidence: 1 },
    { maxBlocks: 10, confidence: 0.2 },
  ])('is undefined for %o', (options) => {
    expect(() => stoppingRule(options)).toThrow(RangeError)
  })
})

/** Number of plans in which any of the intervals misses 0, with normal blocks. */
function missesOf(rule: StoppingRule, plans: number): number {
  const random = seededRandom(5)
  let misses = 0
  for (let plan = 0; plan < plans; plan++) {
    const blocks = Array.from({ length: rule.maxBlocks }, () => normalDraw(random))
    const isMissed = rule.halfWidths.some((_, look) => {
      const { interval } = compareBlocks(blocks.slice(0, rule.firstLook + look), rule, 'linear')
      return interval !== undefined && (interval.low > 0 || interval.high < 0)
    })
    if (isMissed) misses++
  }
  return misses
}
