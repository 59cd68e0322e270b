import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explainLoss, type MeasuredSide } from '../../../lib/checks/benchmark/speedup-loss.ts'
import { type LoadPlan, loadRecord } from './load-records.ts'

/** One worker of five slots, all busy, 50 ms a request: 100 a second. */
const one: MeasuredSide = side(5, { timesMs: { service_time: 50 } })

/** By Little's law: as many successful responses per second as the busy slots allow. */
function side(
  slots: number,
  plan: LoadPlan & { connectMs?: number; wasted?: number },
): MeasuredSide {
  const { busy = slots, inFlight = slots, wasted = 0, timesMs = {} } = plan
  const ok = ((busy * 1_000) / (timesMs.service_time ?? 50)) * (1 - wasted)
  return {
    record: loadRecord({ busy, inFlight, ok, ...plan }),
    usableSlots: slots,
    connectMs: plan.connectMs,
  }
}

describe('the loss of speedup', () => {
  test('is zero if three equal workers are all busy', () => {
    const loss = explainLoss(side(15, { timesMs: { service_time: 50 } }), one)
    expect(loss?.loss).toBeCloseTo(0, 9)
  })

  test.each([
    ['workers', side(15, { timesMs: { service_time: 62.5 } })],
    ['tail', side(15, { busy: 12, busyUntilLastStart: 15, timesMs: { service_time: 50 } })],
    ['balancer', side(15, { busy: 12, timesMs: { service_time: 50 } })],
    ['client', side(15, { busy: 12, inFlight: 12, timesMs: { service_time: 50 } })],
    ['failures', side(15, { wasted: 0.2, timesMs: { service_time: 50 } })],
  ] as const)('is due to the %s if that alone takes a fifth', (part, candidate) => {
    const loss = explainLoss(candidate, one)
    expect(loss?.loss).toBeCloseTo(20, 9)
    expect(loss?.[part]).toBeCloseTo(20, 9)
  })

  test('is due to the network if the round trip is longer by that much', () => {
    const near = side(5, { timesMs: { service_time: 50 }, connectMs: 1 })
    const far = side(15, { timesMs: { service_time: 62.5 }, connectMs: 13.5 })
    const loss = explainLoss(far, near)
    expect(loss?.network).toBeCloseTo(20, 9)
    expect(loss?.workers).toBeCloseTo(0, 9)
  })

  test('is due to waiting in the workers if first tokens come later', () => {
    const before = side(5, { timesMs: { service_time: 50, ttft: 10 } })
    const after = side(15, { timesMs: { service_time: 62.5, ttft: 122.5, queue_wait: 100 } })
    const loss = explainLoss(after, before)
    expect(loss?.queueing).toBeCloseTo(20, 9)
    expect(loss?.workers).toBeCloseTo(0, 9)
  })

  test('is negative if workers are faster together', () => {
    const loss = explainLoss(side(15, { timesMs: { service_time: 40 } }), one)
    expect(loss?.loss).toBeCloseTo(-25, 9)
    expect(loss?.workers).toBeCloseTo(-25, 9)
  })

  test('is unknown if nothing was served', () => {
    expect(explainLoss(side(15, { ok: 0, timesMs: {} }), one)).toBeUndefined()
  })

  test('is the sum of its parts, and gives the speedup', () => {
    const part = fc.double({ min: 0.2, max: 1, noNaN: true })
    fc.assert(
      fc.property(part, part, part, part, fc.integer({ min: 20, max: 200 }), (...drawn) => {
        const [client, balancer, tail, good, serviceMs] = drawn
        const inFlight = 15 * client
        const busyUntilLastStart = inFlight * balancer
        const busy = busyUntilLastStart * tail
        const plan = { inFlight, busyUntilLastStart, busy, wasted: 1 - good }
        const candidate = side(15, { ...plan, timesMs: { service_time: serviceMs } })
        const { loss = Number.NaN, ...parts } = explainLoss(candidate, one) ?? {}
        const sum = Object.values(parts).reduce<number>((total, each) => total + (each ?? 0), 0)
        expect(sum).toBeCloseTo(loss, 6)
        const speedup = candidate.record.total.ok / one.record.total.ok
        expect(3 * (1 - loss / 100)).toBeCloseTo(speedup, 6)
      }),
    )
  })
})
