import { describe, expect, test } from 'vitest'
import { unfitness } from '../../../lib/checks/benchmark/fitness.ts'
import { farAbove } from '../../../lib/checks/benchmark/ideal-speedup.ts'
import type { LevelLoads } from '../../../lib/checks/benchmark/measure-level.ts'
import type { Side } from '../../../lib/checks/benchmark/plan.ts'
import type { Worker } from '../../../lib/cluster/cluster.ts'
import type { LoadRecord, SeriesRecord } from '../../../lib/record/load-record.ts'
import { loadRecord } from './load-records.ts'

const worker = (id: string) => ({ id, maxConcurrentRequests: 2 }) as Worker
const side = (name: Side['name'], ids: readonly string[], concurrency = 4): Side => ({
  name,
  workers: ids.map(worker),
  concurrency,
})

/** A load with this many successful responses per second, and the service times of its workers. */
function load(ok: number, timesMs: Record<string, number>, total: Partial<SeriesRecord> = {}) {
  const record: LoadRecord = loadRecord({ ok })
  const served = Object.entries(timesMs).map(([id, ms]) => [
    id,
    loadRecord({ ok, timesMs: { service_time: ms } }).total,
  ])
  return {
    ...record,
    total: { ...record.total, ...total },
    workers: Object.fromEntries(served) as LoadRecord['workers'],
  }
}

function compared(candidate: LoadRecord, baseline: LoadRecord): LevelLoads {
  const level = {
    labels: { concurrency: 4 },
    candidate: side('candidate', ['w1', 'w2']),
    baseline: side('baseline', ['w1']),
  }
  return { level, candidate: [candidate, candidate], baseline: [baseline, baseline] }
}

describe('a speedup beyond the ideal', () => {
  test('is not judged if it cannot be true', () => {
    const loads = compared(load(900, { w1: 10, w2: 10 }), load(100, { w1: 100 }))
    expect(unfitness(loads)).toEqual([
      expect.stringMatching(
        /^a speedup of at least 9(?:\.0+)?x at concurrency 4 is beyond the 2(?:\.0+)?x/,
      ),
    ])
  })

  test('is one beyond the slots; up to that it is judged', () => {
    expect(unfitness(compared(load(205, { w1: 10, w2: 10 }), load(100, { w1: 10 })))).toEqual([])
  })

  test('may come from a baseline that gets fewer requests than it has slots', () => {
    const loads = compared(load(380, { w1: 10, w2: 10 }), load(100, { w1: 10 }))
    const level = { ...loads.level, baseline: side('baseline', ['w1'], 1) }
    expect(unfitness(loads)).toHaveLength(1)
    expect(unfitness({ ...loads, level })).toEqual([])
  })

  test("may come from workers that are faster than the baseline's", () => {
    expect(unfitness(compared(load(390, { w1: 30, w2: 10 }), load(100, { w1: 30 })))).toEqual([])
  })
})

describe('prompt caches', () => {
  test('with hits on prompts that were sent once leave nothing to judge', () => {
    const hit = { cacheHits: 30, inputTokens: 1_000, cachedTokens: 200 }
    const loads = compared(load(100, { w1: 10, w2: 10 }, hit), load(100, { w1: 10 }, hit))
    expect(unfitness(loads)).toEqual([
      expect.stringMatching(/^120 of 400 prompts came from a cache .*`cached_tokens`/),
    ])
  })

  test('that were warm for one side only leave nothing to judge', () => {
    const warm = load(100, { w1: 10, w2: 10 }, { inputTokens: 1_000, cachedTokens: 900 })
    const cold = load(100, { w1: 10 }, { inputTokens: 1_000 })
    expect(unfitness(compared(warm, cold))).toEqual([
      expect.stringMatching(/^cache hits differ between the sides.*90% .*versus 0%/),
    ])
  })

  test('that were equally warm for all are judged', () => {
    const warm = { inputTokens: 1_000, cachedTokens: 900 }
    const loads = compared(load(100, { w1: 10, w2: 10 }, warm), load(100, { w1: 10 }, warm))
    expect(unfitness(loads)).toEqual([])
  })
})

describe('a level far above its neighbours', () => {
  const level = (concurrency: number, ok: number): LevelLoads => ({
    level: {
      labels: { concurrency },
      candidate: side('candidate', ['w1'], concurrency),
      baseline: undefined,
    },
    candidate: [load(ok, {})],
    baseline: [],
  })

  test('is not judged', () => {
    expect(farAbove([level(1, 10), level(2, 90)])).toEqual([
      expect.stringMatching(/^concurrency 2 had 4\.5x the throughput per request in flight/),
    ])
  })

  test('is not one whose throughput grows with its requests in flight, or less', () => {
    expect(farAbove([level(1, 10), level(2, 20), level(4, 40), level(8, 42)])).toEqual([])
  })
})
