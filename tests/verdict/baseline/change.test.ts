import { describe, expect, test } from 'vitest'
import { stoppingRule } from '../../../lib/stats/compare/stopping-rule.ts'
import { seededRandom } from '../../../lib/stats/seeded-random.ts'
import { type Change, changeOf } from '../../../lib/verdict/baseline/change.ts'
import { levelsOfRuns } from '../../../lib/verdict/baseline/levels-of-runs.ts'
import { lookConfidence } from '../../../lib/verdict/baseline/look-confidence.ts'
import { budget } from './benchmarks.ts'

const looks = { first: 3, most: 10 }

/** Runs whose levels and blocks differ by this much, as logarithms. */
class Noise {
  readonly #random: () => number
  readonly #ofRuns: number
  readonly #ofBlocks: number

  constructor(seed: number, ofRuns: number, ofBlocks = 0.02) {
    this.#random = seededRandom(seed)
    this.#ofRuns = ofRuns
    this.#ofBlocks = ofBlocks
  }

  /** Creates the blocks of one run, one at each call. */
  run(level = 1): () => number {
    const ofThisRun = level * Math.exp(this.#ofRuns * this.#normal())
    return () => 100 * ofThisRun * Math.exp(this.#ofBlocks * this.#normal())
  }

  blocks(count: number, level = 1): readonly number[] {
    return Array.from({ length: count }, this.run(level))
  }

  #normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.#random()))
    return radius * Math.cos(2 * Math.PI * this.#random())
  }
}

/** Looks after each block as a benchmark does, until something is decided. */
function course(noise: Noise, level: number, runs: readonly (readonly number[])[]): Change {
  const next = noise.run(level)
  const now: number[] = []
  let change: Change = { verdict: 'undecided' }
  while (now.length < looks.most && change.verdict === 'undecided') {
    now.push(next())
    change = changeOf({ now, runs }, { ...budget, looks })
  }
  return change
}

/** How often of this many courses a verdict is reached, in percent. */
function rates(level: number, ofRuns: number, runsOfBaseline: number, count = 400) {
  const found = { regressed: 0, held: 0, improved: 0, undecided: 0 }
  const noise = new Noise(7, ofRuns)
  for (let trial = 0; trial < count; trial++) {
    const runs = Array.from({ length: runsOfBaseline }, () => noise.blocks(5))
    found[course(noise, level, runs).verdict] += 100 / count
  }
  return found
}

describe('a change since the baseline, looked at after each block', () => {
  test('gives no false alarm in equal runs', () => {
    expect(rates(1, 0, 1).regressed).toBe(0)
    expect(rates(1, 0, 3)).toMatchObject({ regressed: 0 })
    expect(rates(1, 0, 3).held).toBeGreaterThan(60)
  })

  test('gives no false alarm either if runs vary, once there are three of them', () => {
    expect(rates(1, 0.04, 3).regressed).toBeLessThan(2)
  })

  test('of a tenth is found, and never reported as something else', () => {
    const found = rates(0.9, 0, 3)
    expect(found.regressed).toBeGreaterThan(60)
    expect(found.held + found.improved).toBe(0)
  })

  test('of a tenth for the better always passes, though it may be decided before it is an improvement', () => {
    const found = rates(1.1, 0, 1)
    expect(found).toMatchObject({ regressed: 0, undecided: 0 })
    expect(found.improved).toBeGreaterThan(30)
  })

  test('is undecided before the first look, whatever the blocks are', () => {
    const change = changeOf({ now: [50, 50.1], runs: [[100, 101, 99]] }, { ...budget, looks })
    expect(change.verdict).toBe('undecided')
    expect(change.percent).toBeCloseTo(-50, 0)
    expect(change).not.toHaveProperty('interval')
  })
})

describe('the confidence of a look', () => {
  test('is higher at the first than at the last, and undefined before', () => {
    const all = [2, 3, 5, 10].map((blocks) => lookConfidence(blocks, 15, looks, 0.99))
    expect(all[0]).toBeUndefined()
    expect(all[1]).toBeGreaterThan(0.998)
    expect(all[2]).toBeLessThan(all[1] ?? 0)
    // All looks together, and Student's t, take more than the last look alone.
    const { levels } = stoppingRule({ maxBlocks: 10, fixedBlocks: 15 })
    expect(all[3]).toBe(1 - (levels.at(-1) ?? 0))
    expect(all[3]).toBeGreaterThan(0.994)
    expect(all[3]).toBeLessThan(all[2] ?? 0)
  })

  test('is lower at the first look the fewer blocks the baseline has', () => {
    const [few = 1, many = 0] = [3, 300].map((before) => lookConfidence(3, before, looks, 0.99))
    expect(few).toBeLessThan(many)
  })

  test('is the full one if there is only one look', () => {
    expect(lookConfidence(5, 15, { first: 5, most: 5 }, 0.95)).toBe(0.95)
  })
})

describe('levels of runs', () => {
  test('of fewer than three are absent', () => {
    expect(
      levelsOfRuns([
        [100, 101],
        [120, 121],
      ]),
    ).toEqual([])
  })

  test('coincide if runs differ no more than their blocks', () => {
    const levels = levelsOfRuns([
      [99, 101],
      [98, 102],
      [100.5, 99.5],
    ])
    for (const level of levels) expect(level).toBeCloseTo(levels[0] ?? 0, 9)
  })

  test('have the variance between runs, without that of the blocks', () => {
    const noise = new Noise(3, 0.1, 0.02)
    const levels = levelsOfRuns(Array.from({ length: 400 }, () => noise.blocks(5))).map(Math.log)
    const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length
    const variance = levels.reduce((sum, level) => sum + (level - mean) ** 2, 0) / 399
    // Of 400 runs the baseline itself adds nearly nothing: half of what two single runs differ by.
    expect(Math.sqrt(variance * 2)).toBeGreaterThan(0.09)
    expect(Math.sqrt(variance * 2)).toBeLessThan(0.11)
  })
})
