import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  fluidThroughput,
  makespanBound,
  type WorkerCapacity,
} from '../../lib/stats/makespan-bound.ts'

const worker = fc.record({
  slots: fc.integer({ min: 1, max: 4 }),
  serviceMs: fc.integer({ min: 1, max: 30 }),
})
const cluster = fc.array(worker, { minLength: 1, maxLength: 5 })
const slotsOf = (workers: readonly WorkerCapacity[]) =>
  workers.flatMap(({ slots, serviceMs }) => Array.from({ length: slots }, () => serviceMs))

describe('the lower bound of a makespan', () => {
  test.each([
    ['one slot after the other', 10, [[1, 100]], 1, 1_000],
    ['slots side by side', 10, [[5, 100]], 5, 200],
    [
      'a slow worker that helps',
      4,
      [
        [1, 100],
        [1, 300],
      ],
      2,
      300,
    ],
    [
      'a slow worker that does not',
      3,
      [
        [1, 100],
        [1, 301],
      ],
      2,
      300,
    ],
    ['a concurrency below the slots', 10, [[5, 100]], 2, 500],
    [
      'a concurrency that only the fast need',
      10,
      [
        [2, 100],
        [8, 500],
      ],
      2,
      500,
    ],
    [
      'pauses of fast slots that slower ones fill',
      4,
      [
        [1, 2],
        [2, 3],
      ],
      2,
      5,
    ],
    ['no jobs', 0, [[1, 100]], 1, 0],
  ])('is exact for %s', (_, jobs, pairs, concurrency, boundMs) => {
    const workers = pairs.map(([slots = 0, serviceMs = 0]) => ({ slots, serviceMs }))
    expect(makespanBound({ jobs, workers, concurrency })).toBe(boundMs)
  })

  test('is what list scheduling reaches with all slots', () => {
    fc.assert(
      fc.property(cluster, fc.integer({ min: 1, max: 200 }), (workers, jobs) => {
        const slots = slotsOf(workers)
        const bound = makespanBound({ jobs, workers, concurrency: slots.length })
        expect(bound).toBe(listSchedule(jobs, slots))
      }),
    )
  })

  test('is what list scheduling reaches with some of the slots, if all are equal', () => {
    const size = fc.integer({ min: 1, max: 12 })
    fc.assert(
      fc.property(worker, size, fc.integer({ min: 1, max: 100 }), (one, concurrency, jobs) => {
        const bound = makespanBound({ jobs, workers: [one, one], concurrency })
        expect(bound).toBe(listSchedule(jobs, slotsOf([one, one]).slice(0, concurrency)))
      }),
    )
  })

  test('is never above the best of all schedules', () => {
    const slots = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 })
    const size = fc.integer({ min: 1, max: 3 })
    fc.assert(
      fc.property(slots, size, fc.integer({ min: 1, max: 6 }), (services, concurrency, jobs) => {
        const workers = services.map((serviceMs) => ({ slots: 1, serviceMs }))
        const bound = makespanBound({ jobs, workers, concurrency })
        expect(bound).toBeLessThanOrEqual(bestSchedule(jobs, services, concurrency) + 1e-9)
      }),
      { numRuns: 500 },
    )
  })

  test('includes pauses of fast slots, which a schedule can use', () => {
    expect(bestSchedule(4, [2, 3, 3], 2)).toBe(5)
  })

  test('is close to the throughput for many jobs', () => {
    fc.assert(
      fc.property(cluster, fc.integer({ min: 1, max: 20 }), (workers, concurrency) => {
        const perSecond = fluidThroughput({ workers, concurrency })
        const jobs = 5_000
        const fluidMs = (1_000 * jobs) / perSecond
        const boundMs = makespanBound({ jobs, workers, concurrency })
        expect(boundMs).toBeGreaterThanOrEqual(fluidMs * (1 - 1e-9))
        expect(boundMs).toBeLessThan(fluidMs + 2 * 30)
      }),
      { numRuns: 50 },
    )
  })

  test('is infinite for a cluster without slots', () => {
    expect(() => makespanBound({ jobs: 1, workers: [], concurrency: 1 })).toThrow(RangeError)
    const stuck = [{ slots: 1, serviceMs: Number.NaN }]
    expect(() => makespanBound({ jobs: 1, workers: stuck, concurrency: 1 })).toThrow(RangeError)
  })
})

describe('the throughput of a makespan', () => {
  test('is that of the fastest slots', () => {
    const workers = [
      { slots: 5, serviceMs: 500 },
      { slots: 2, serviceMs: 100 },
    ]
    expect(fluidThroughput({ workers, concurrency: 4 })).toBe(2 * 10 + 2 * 2)
    expect(fluidThroughput({ workers, concurrency: 100 })).toBe(2 * 10 + 5 * 2)
  })
})

/** Gives each job to the slot that ends it first; returns when the last has ended. */
function listSchedule(jobs: number, services: readonly number[]): number {
  const free = services.map(() => 0)
  for (let job = 0; job < jobs; job++) {
    const ends = services.map((serviceMs, slot) => (free[slot] ?? 0) + serviceMs)
    const earliest = Math.min(...ends)
    free[ends.indexOf(earliest)] = earliest
  }
  return Math.max(...free)
}

/** Tries every order of slots, each job starting as early as slot and concurrency allow. */
function bestSchedule(jobs: number, services: readonly number[], concurrency: number): number {
  const place = (left: number, slots: readonly number[], lanes: readonly number[]): number => {
    if (left === 0) return Math.max(...lanes)
    const lane = lanes.indexOf(Math.min(...lanes))
    const outcomes = services.map((serviceMs, slot) => {
      const end = Math.max(slots[slot] ?? 0, lanes[lane] ?? 0) + serviceMs
      return place(left - 1, slots.with(slot, end), lanes.with(lane, end))
    })
    return Math.min(...outcomes)
  }
  const idle = (count: number) => Array.from({ length: count }, () => 0)
  return place(jobs, idle(services.length), idle(concurrency))
}
