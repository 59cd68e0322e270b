import { describe, expect, test } from 'vitest'
import { disturbance, unfitness } from '../../../lib/checks/benchmark/fitness.ts'
import type { LevelLoads } from '../../../lib/checks/benchmark/measure-level.ts'
import type { Side } from '../../../lib/checks/benchmark/plan.ts'
import type { LoadRecord } from '../../../lib/record/load-record.ts'
import { loadRecord } from './load-records.ts'

const side = (name: Side['name']): Side => ({ name, workers: [], concurrency: 5 })

function levelOf(
  candidate: readonly LoadRecord[],
  baseline: readonly LoadRecord[] = [],
): LevelLoads {
  const sides = { candidate: side('candidate'), baseline: side('baseline') }
  return { level: { labels: { concurrency: 5 }, ...sides }, candidate, baseline }
}

const quiet = loadRecord({})
const limited: LoadRecord = { ...quiet, client: { ...quiet.client, limitedBy: ['it was busy'] } }

/** A load whose intervals have this many responses each; its ends are cut. */
function inTime(parts: readonly number[]): LoadRecord {
  const timeline = [3, ...parts, 1].map((ok, index) => ({
    atMs: index * 100,
    ended: ok,
    ok,
    outputTokens: 0,
  }))
  return { ...quiet, timeline }
}

/**
 * Thirty intervals around a level that changes by this much from the first to the last; uneven, like real
 * ones.
 */
function moving(by: number): number[] {
  return Array.from({ length: 30 }, (_, index) =>
    Math.round(100 * (1 + (by * index) / 29) + ([0, 3, -2, 1, -3, 2][index % 6] ?? 0)),
  )
}

describe('a level is unfit to be judged', () => {
  test('if the load generator was the limit in half of the loads of a side', () => {
    expect(unfitness(levelOf([quiet, limited]))).toEqual([
      'the load generator was the limit at concurrency 5: it was busy',
    ])
    expect(unfitness(levelOf([quiet, quiet], [limited]))).toHaveLength(1)
  })

  test('if the throughput falls during the level', () => {
    const [reason] = unfitness(levelOf([inTime(moving(-0.4))]))
    expect(reason).toMatch(/the throughput fell by \d+(\.\d)?% in the course of concurrency 5: /)
  })

  test('if the throughput rises during the level', () => {
    const [reason] = unfitness(levelOf([inTime(moving(0.6))]))
    expect(reason).toMatch(/rose by .* not warm yet/)
  })

  test('if the two sides did not do the same work', () => {
    const tokens = (outputTokens: number) => ({
      ...quiet,
      total: { ...quiet.total, outputTokens },
    })
    expect(unfitness(levelOf([tokens(1_600)], [tokens(1_500)]))).toEqual([
      'the sides did different work at concurrency 5: 16.0 tokens per response versus 15.0 of the baseline',
    ])
    expect(unfitness(levelOf([tokens(1_520)], [tokens(1_500)]))).toEqual([])
  })
})

describe('a level is fit to be judged', () => {
  test('if one load of three was disturbed, which is reported', () => {
    const loads = levelOf([quiet, limited, quiet], [quiet, quiet, quiet])
    expect(unfitness(loads)).toEqual([])
    expect(disturbance(loads)).toMatch(/at concurrency 5 .* of 1 of 6 loads: it was busy/)
  })

  test('if the throughput is even, or changes little', () => {
    expect(unfitness(levelOf([inTime(moving(0)), inTime(moving(0.05))]))).toEqual([])
    expect(disturbance(levelOf([quiet]))).toBeUndefined()
  })

  test('if too little data is known to decide', () => {
    expect(unfitness(levelOf([inTime([10, 20, 40])]))).toEqual([])
  })
})
