import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { strategies } from '../../lib/balancer/strategies/registry.ts'
import type { StrategyFactory } from '../../lib/balancer/strategies/strategy.ts'
import { Stage, type WorkerPlan } from './play.ts'

/** Lists for which the optimum is known well enough: all requests exist from the beginning. */
const lists = fc.record({
  workers: fc
    .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 })
    .map((slots) => slots.map((each, index): WorkerPlan => ({ id: `w${index}`, slots: each }))),
  timesMs: fc.array(fc.integer({ min: 1, max: 1_000 }), {
    minLength: 1,
    maxLength: 80,
    size: 'max',
  }),
})

function makespan(
  workers: readonly WorkerPlan[],
  timesMs: readonly number[],
  strategy: StrategyFactory,
) {
  const requests = timesMs.map((afterMs) => ({
    atMs: 0,
    isRetriable: true,
    fates: [{ fate: 'served' as const, afterMs }],
  }))
  const play = { workers, requests, interventions: [], maxQueue: 1_000, queueTimeoutMs: 1e9 }
  const { stays } = new Stage(play, strategy).run()
  return Math.max(...stays.map(({ endedMs = 0 }, index) => endedMs + timesMs[index]!))
}

/** Each request in its turn to the slot that is free first: Graham's list scheduling. */
function listSchedule(slots: number, timesMs: readonly number[]): number {
  const freeMs = new Array<number>(slots).fill(0)
  for (const timeMs of timesMs) {
    const first = freeMs.indexOf(Math.min(...freeMs))
    freeMs[first] = freeMs[first]! + timeMs
  }
  return Math.max(...freeMs)
}

describe.each(Object.entries(strategies))('late binding with %s', (_, strategy) => {
  test('takes as long as list scheduling, at most one service time more than the optimum', () => {
    fc.assert(
      fc.property(lists, ({ workers, timesMs }) => {
        const slots = workers.reduce((sum, worker) => sum + worker.slots, 0)
        const tookMs = makespan(workers, timesMs, strategy)
        const work = timesMs.reduce((sum, each) => sum + each, 0)
        const boundMs = Math.max(work / slots, ...timesMs)
        expect(tookMs).toBeLessThanOrEqual(boundMs + Math.max(...timesMs))
        // Which slot is free first is the same for all; a strategy that prefers changes only the order of
        // keys.
        expect(tookMs).toBe(listSchedule(slots, timesMs))
      }),
    )
  })
})
