import { describe, expect, test } from 'vitest'
import { judgeChange, judgeRegression } from '../../../lib/stats/compare/regression.ts'
import { stoppingRule } from '../../../lib/stats/compare/stopping-rule.ts'

const between = (low: number, high: number) => ({ low, high, confidence: 0.99 })

describe('a change against a baseline, within 5 %', () => {
  test.each([
    ['higher', 0.9, 0.94, 'regressed'],
    ['higher', 0.94, 0.99, 'undecided'],
    ['higher', 0.96, 1.01, 'held'],
    ['higher', 1.001, 1.2, 'improved'],
    ['lower', 1.06, 1.2, 'regressed'],
    ['lower', 1.02, 1.06, 'undecided'],
    ['lower', 0.97, 1.04, 'held'],
    ['lower', 0.8, 0.99, 'improved'],
  ] as const)('if %s is better, between %d and %d, is %s', (better, low, high, verdict) => {
    expect(judgeChange(between(low, high), better, 0.05)).toBe(verdict)
  })

  test('is undecided without an interval', () => {
    expect(judgeChange(undefined, 'higher', 0.05)).toBe('undecided')
  })

  test('without a tolerance is beyond the noise or undecided', () => {
    expect(judgeChange(between(0.99, 1.01), 'higher', 0)).toBe('undecided')
    expect(judgeChange(between(0.9, 0.999), 'higher', 0)).toBe('regressed')
  })

  test.each([-0.1, 1, Number.NaN])('refuses a tolerance of %d', (within) => {
    expect(() => judgeChange(undefined, 'higher', within)).toThrow(RangeError)
  })
})

describe('a regression judged from blocks', () => {
  const rule = stoppingRule({ maxBlocks: 10 })

  test('is found if latency rose, and reported with its size', () => {
    const blocks = [1.12, 1.1, 1.11, 1.09, 1.1, 1.12]
    const found = judgeRegression({ blocks, better: 'lower', within: 0.05, rule })
    expect(found.verdict).toBe('regressed')
    expect(found.estimate).toBeCloseTo(1.107, 2)
    expect(found.smallestEffect).toBeGreaterThan(0)
  })

  test('is undecided at the limit, with the blocks that it needs', () => {
    const blocks = [0.93, 0.97, 0.96, 0.95, 0.92, 0.96]
    const found = judgeRegression({ blocks, better: 'higher', within: 0.05, rule })
    expect(found.verdict).toBe('undecided')
    expect(found.isLast).toBe(false)
  })
})
