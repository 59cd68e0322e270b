import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FlowGauge } from '../../lib/load/flow-gauge.ts'

describe('the number of requests in flight', () => {
  test('is the time in flight over the elapsed time (Little)', () => {
    const requests = fc.array(
      fc.record({
        startMs: fc.integer({ min: 0, max: 100 }),
        tookMs: fc.integer({ min: 1, max: 50 }),
      }),
      { minLength: 1, maxLength: 40 },
    )
    fc.assert(
      fc.property(requests, (all) => {
        const gauge = new FlowGauge(0)
        const events = all.flatMap(({ startMs, tookMs }) => [
          { atMs: startMs, by: 1 },
          { atMs: startMs + tookMs, by: -1 },
        ])
        let [now, most] = [0, 0]
        for (const { atMs, by } of events.sort((a, b) => a.atMs - b.atMs || a.by - b.by)) {
          if (by > 0) gauge.enter(atMs)
          else gauge.leave(atMs)
          now += by
          most = Math.max(most, now)
        }
        const took = all.reduce((sum, { tookMs }) => sum + tookMs, 0)
        expect(gauge.mean(200)).toBeCloseTo(took / 200, 9)
        expect(gauge.most).toBe(most)
        const lastMs = Math.max(...all.map(({ startMs }) => startMs))
        const before = all.reduce(
          (sum, { startMs, tookMs }) => sum + Math.min(lastMs, startMs + tookMs) - startMs,
          0,
        )
        const expected = lastMs > 0 ? before / lastMs : most
        expect(gauge.meanUntilLastStart).toBeCloseTo(expected, 9)
      }),
    )
  })

  test('is right if an end is reported late', () => {
    const gauge = new FlowGauge(0)
    gauge.enter(0)
    gauge.enter(10)
    gauge.leave(8)
    gauge.leave(20)
    expect(gauge.mean(20)).toBeCloseTo((8 + 10) / 20, 9)
  })

  test('is counted from the moment when the target is reached', () => {
    const filled = new FlowGauge(0, 3)
    for (const atMs of [0, 40, 80]) filled.enter(atMs)
    filled.leave(90)
    filled.enter(90)
    filled.leave(100)
    filled.enter(100)
    expect(filled.meanUntilLastStart).toBe(3)
  })

  test('is the maximum if all start at once, and none later', () => {
    const gauge = new FlowGauge(0, 3)
    for (const atMs of [0.1, 0.2, 0.3]) gauge.enter(atMs)
    expect(gauge.meanUntilLastStart).toBe(3)
  })

  test('is counted from the start if the target is never reached', () => {
    const gauge = new FlowGauge(0, 5)
    gauge.enter(0)
    gauge.enter(50)
    gauge.enter(100)
    expect(gauge.meanUntilLastStart).toBe(1.5)
  })
})
