import { describe, expect, test } from 'vitest'
import { estimateMs } from '../../../lib/checks/benchmark/estimate.ts'
import type { LoadLevel } from '../../../lib/checks/benchmark/plan.ts'
import { announcedTime } from '../../../lib/checks/kit/announced-time.ts'
import type { Worker } from '../../../lib/cluster/cluster.ts'

const workers = (count: number) =>
  Array.from({ length: count }, () => ({ maxConcurrentRequests: 5 }) as Worker)
const level = (concurrency: number, candidates: number, baselines = 0): LoadLevel => ({
  labels: { concurrency },
  candidate: { name: 'candidate', workers: workers(candidates), concurrency },
  baseline:
    baselines > 0 ? { name: 'baseline', workers: workers(baselines), concurrency } : undefined,
})

describe('the estimated duration of a benchmark', () => {
  const counts = { requests: 100, repetitions: 3, warmup: 0 }

  test('divides the requests by those in flight, up to the slots of the workers', () => {
    expect(estimateMs([level(1, 3)], counts, 1_000)).toBe(300_000)
    expect(estimateMs([level(15, 3)], counts, 1_000)).toBe(20_000)
    expect(estimateMs([level(100, 3)], counts, 1_000)).toBe(20_000)
  })

  test('adds both sides of a comparison and all levels, with their warm-ups', () => {
    const both = [level(5, 3, 1), level(15, 3, 1)]
    expect(estimateMs(both, counts, 1_000)).toBe(60_000 + 60_000 + 20_000 + 60_000)
    expect(estimateMs([level(15, 3)], { ...counts, warmup: undefined }, 1_000)).toBe(21_000)
  })

  test('is announced if it is long, with the time limit if that is too short', () => {
    expect(announcedTime(5_000, 600_000)).toBeUndefined()
    expect(announcedTime(61_300, 600_000)).toBe('about 1m2s at least')
    expect(announcedTime(830_000, 600_000)).toBe(
      'about 14m at least, and the time allowed is 10m: raise `timeout`, or send fewer requests',
    )
    expect(announcedTime(5_000, 4_000)).toContain('the time allowed is 4s')
  })
})
