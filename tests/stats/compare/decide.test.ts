import { describe, expect, test } from 'vitest'
import { decide } from '../../../lib/stats/compare/decide.ts'
import { stoppingRule } from '../../../lib/stats/compare/stopping-rule.ts'
import { seededRandom } from '../../../lib/stats/seeded-random.ts'
import { normalDraw } from '../draws.ts'

const rule = stoppingRule({ maxBlocks: 20 })
const around = (ratio: number, blocks: number, spread = 0.01, seed = 3) => {
  const random = seededRandom(seed)
  return Array.from({ length: blocks }, () => ratio * Math.exp(spread * normalDraw(random)))
}

describe('a decision on a bound', () => {
  test.each([
    ['at_least', 2.7, 'met'],
    ['at_least', 2.3, 'missed'],
    ['at_most', 2.3, 'met'],
    ['at_most', 2.7, 'missed'],
  ] as const)('%s 2.5 of a value of %d is %s', (direction, truth, verdict) => {
    const decision = decide({ blocks: around(truth, 10), bound: 2.5, direction, rule })
    expect(decision.verdict).toBe(verdict)
    expect(decision.moreBlocks).toBeUndefined()
    expect(decision.isLast).toBe(false)
  })

  test('is open while the interval contains the bound, and reports how many blocks it needs', () => {
    const blocks = around(2.55, 6, 0.04)
    const decision = decide({ blocks, bound: 2.5, direction: 'at_least', rule })
    expect(decision.verdict).toBe('undecided')
    expect(decision.interval?.low).toBeLessThan(2.5)
    expect(decision.interval?.high).toBeGreaterThan(2.5)
    expect(decision.moreBlocks).toBeGreaterThan(1)
  })

  test('stays open at the end of the plan, and reports which effect it would have detected', () => {
    const blocks = around(1, 20, 0.03)
    const decision = decide({ blocks, bound: 1, direction: 'at_least', rule })
    expect(decision).toMatchObject({ verdict: 'undecided', isLast: true })
    // (3.6 + 1.8) · 3 % / √20, with the tolerance of this sample's spread.
    expect(decision.smallestEffect).toBeGreaterThan(0.02)
    expect(decision.smallestEffect).toBeLessThan(0.07)
  })

  test('is open before the first look', () => {
    expect(decide({ blocks: [9, 9], bound: 1, direction: 'at_least', rule })).toEqual({
      verdict: 'undecided',
      isLast: false,
      blocks: 2,
      estimate: expect.closeTo(9, 9),
    })
  })

  test('has no number of blocks if a thousand would not suffice', () => {
    const blocks = [0.9, 1.1, 0.95, 1.08, 0.92, 1.05]
    const { estimate = 1 } = decide({ blocks, bound: 1, direction: 'at_least', rule })
    const nearest = decide({ blocks, bound: 1.0001 * estimate, direction: 'at_least', rule })
    expect(nearest.verdict).toBe('undecided')
    expect(nearest.moreBlocks).toBeUndefined()
  })

  test('keeps a bound that equals blocks without any spread', () => {
    const onIt = { blocks: [4, 4, 4, 4], bound: 4, rule, scale: 'linear' } as const
    expect(decide({ ...onIt, direction: 'at_least' }).verdict).toBe('met')
    expect(decide({ ...onIt, direction: 'at_most' }).verdict).toBe('met')
  })
})
