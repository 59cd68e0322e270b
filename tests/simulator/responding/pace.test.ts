import { describe, expect, test } from 'vitest'
import type { SimulateOptions } from '../../../lib/cluster/cluster.ts'
import { behaviourOf } from '../../../lib/simulator/behaviour.ts'
import { Pace } from '../../../lib/simulator/responding/pace.ts'
import { instant } from '../running-worker.ts'

function paceOf(simulate: Partial<SimulateOptions>): Pace {
  return new Pace(behaviourOf({ ...instant, ...simulate }, 5), 0)
}

describe('the pace of a simulated worker', () => {
  test('is slower by a share for each further request in service', () => {
    const pace = paceOf({ batchSlowdown: 0.05 })
    expect(pace.factorAt(1, 0)).toBe(1)
    expect(pace.factorAt(5, 0)).toBeCloseTo(1.2)
  })

  test('follows its speed', () => {
    expect(paceOf({ speed: 0.25 }).factorAt(1, 0)).toBe(4)
  })

  test('slows down gradually when it is hot from work', () => {
    const pace = paceOf({ throttle: { afterMs: 30_000, factor: 1.5, rampMs: 10_000 } })
    pace.begin(1, 0)
    const factors = [0, 30_000, 35_000, 40_000, 90_000].map((nowMs) => pace.factorAt(1, nowMs))
    expect(factors).toEqual([1, 1, 1.25, 1.5, 1.5])
  })

  test('recovers while it is idle', () => {
    const pace = paceOf({ throttle: { afterMs: 30_000, factor: 2, rampMs: 10_000 } })
    pace.begin(1, 0)
    pace.end(0, 100_000)
    expect(pace.factorAt(1, 105_000)).toBe(1.5)
    expect(pace.factorAt(1, 110_000)).toBe(1)
    pace.begin(1, 110_000)
    expect(pace.factorAt(1, 110_000 + 10_000)).toBe(2)
  })

  test('reports its heat as a temperature and a clock', () => {
    const pace = paceOf({ throttle: { afterMs: 10_000, factor: 2, rampMs: 10_000 } })
    pace.begin(1, 0)
    const reported = [0, 5_000, 10_000, 15_000, 20_000, 90_000].map((nowMs) => pace.heatAt(nowMs))
    expect(reported.map(({ celsius }) => celsius)).toEqual([40, 62.5, 85, 90, 95, 95])
    expect(reported.map(({ clockHertz }) => clockHertz / 1e9)).toEqual([2, 2, 2, 2 / 1.5, 1, 1])
    expect(paceOf({}).heatAt(90_000)).toEqual({ celsius: 40, clockHertz: 2e9 })
  })

  test('depends on the time of work, not on elapsed time', () => {
    const pace = paceOf({ throttle: { afterMs: 1_000, factor: 2, rampMs: 0 } })
    expect(pace.factorAt(1, 60_000)).toBe(1)
  })

  test('includes a cold start once, and again after idleness', () => {
    const pace = paceOf({ coldStartMs: 2_000, coldAfterMs: 10_000 })
    expect(pace.begin(1, 500)).toBe(2_000)
    expect(pace.begin(2, 600)).toBe(0)
    pace.end(1, 3_000)
    pace.end(0, 4_000)
    expect(pace.begin(1, 13_000)).toBe(0)
    pace.end(0, 14_000)
    expect(pace.begin(1, 24_000)).toBe(2_000)
  })

  test('is cold and loading again after a restart', () => {
    const pace = paceOf({ coldStartMs: 2_000, loadTimeMs: 1_000 })
    expect(pace.isLoadingAt(999)).toBe(true)
    expect(pace.isLoadingAt(1_000)).toBe(false)
    pace.begin(1, 1_000)
    pace.restart(5_000)
    expect(pace.isLoadingAt(5_500)).toBe(true)
    expect(pace.begin(1, 6_000)).toBe(2_000)
  })
})
