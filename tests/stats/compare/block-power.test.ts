import { describe, expect, test } from 'vitest'
import { moreBlocks, smallestEffect } from '../../../lib/stats/compare/block-power.ts'
import { decide } from '../../../lib/stats/compare/decide.ts'
import { stoppingRule } from '../../../lib/stats/compare/stopping-rule.ts'
import { seededRandom } from '../../../lib/stats/seeded-random.ts'
import { normalDraw } from '../draws.ts'

const ratios = (truth: number, blocks: number, random: () => number) =>
  Array.from({ length: blocks }, () => truth * Math.exp(0.03 * normalDraw(random)))

describe('the smallest effect that a plan detects', () => {
  test('is detected in about 95 of 100 runs', () => {
    const rule = stoppingRule({ maxBlocks: 20, firstLook: 20 })
    const random = seededRandom(1)
    const expected = smallestEffect(ratios(1, 20, random), rule) ?? 0
    const effects = Array.from(
      { length: 200 },
      () => smallestEffect(ratios(1, 20, random), rule) ?? 0,
    )
    const usual = effects.reduce((sum, effect) => sum + effect, 0) / effects.length
    expect(Math.abs(expected / usual - 1)).toBeLessThan(0.5)
    let found = 0
    for (let run = 0; run < 1_000; run++) {
      const blocks = ratios(1 + usual, 20, random)
      if (decide({ blocks, bound: 1, direction: 'at_least', rule }).verdict === 'met') found++
    }
    expect(found).toBeGreaterThan(915)
    expect(found).toBeLessThan(980)
  })

  test('is in the unit of the values on the linear scale', () => {
    const rule = stoppingRule({ maxBlocks: 10 })
    const effect = smallestEffect([10, 20, 30, 40], rule, 'linear') ?? 0
    expect(smallestEffect([1, 2, 3, 4], rule, 'linear')).toBeCloseTo(effect / 10, 9)
  })

  test('is unknown from two blocks', () => {
    expect(smallestEffect([1, 1.1], stoppingRule({ maxBlocks: 10 }))).toBeUndefined()
  })
})

describe('the number of further blocks that would decide', () => {
  const rule = stoppingRule({ maxBlocks: 20 })

  test('is smaller the farther the bound is', () => {
    const blocks = [1.03, 0.98, 1.06, 1.01, 1.04, 0.99]
    const near = moreBlocks(blocks, 1, rule) ?? 0
    const far = moreBlocks(blocks, 0.95, rule) ?? 0
    expect(near).toBeGreaterThan(4 * far)
    expect(far).toBeGreaterThan(0)
  })

  test('does decide in most cases', () => {
    const random = seededRandom(2)
    const blocks = ratios(1.03, 20, random)
    const maxBlocks = 20 + (moreBlocks(blocks, 1.03 * 1.015, rule) ?? 0)
    const longer = stoppingRule({ maxBlocks, firstLook: maxBlocks })
    let decided = 0
    for (let run = 0; run < 200; run++) {
      const judged = { blocks: ratios(1.03, maxBlocks, random), bound: 1.03 * 1.015 } as const
      if (decide({ ...judged, direction: 'at_least', rule: longer }).verdict === 'missed') decided++
    }
    expect(decided).toBeGreaterThan(150)
  })

  test('is unknown if a thousand would not suffice, and from two blocks', () => {
    expect(moreBlocks([0.9, 1.1, 1], 1.0001, rule)).toBeUndefined()
    expect(moreBlocks([0.9, 1.1], 2, rule)).toBeUndefined()
  })
})
