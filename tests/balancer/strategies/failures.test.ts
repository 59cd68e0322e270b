import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LatencyByRif } from '../../../lib/balancer/strategies/signals/latency-by-rif.ts'
import { LatencyEstimate } from '../../../lib/balancer/strategies/signals/latency-estimate.ts'
import { LingeringFailures } from '../../../lib/balancer/strategies/signals/lingering-failures.ts'
import { SuccessRate } from '../../../lib/balancer/strategies/signals/success-rate.ts'

const attempt = fc.record({
  durationMs: fc.nat(60_000),
  isOk: fc.boolean(),
  inFlight: fc.integer({ min: 1, max: 8 }),
  passedMs: fc.nat(20_000),
  rounds: fc.nat(20),
})
const attempts = fc.array(attempt, { maxLength: 30 })
const failure = fc.record({ durationMs: fc.nat(60_000), inFlight: fc.integer({ min: 1, max: 8 }) })

type Attempt = Parameters<typeof play>[0][number]

/** Calls back with each attempt at its moment; returns the moment after the last. */
function play(
  all: readonly {
    isOk: boolean
    durationMs: number
    inFlight: number
    passedMs: number
    rounds: number
  }[],
  learn: (attempt: Attempt, moment: { nowMs: number; rounds: number }) => void,
) {
  let moment = { nowMs: 0, rounds: 0 }
  for (const each of all) {
    moment = { nowMs: moment.nowMs + each.passedMs, rounds: moment.rounds + each.rounds }
    learn(each, moment)
  }
  return moment
}

describe('a failure never improves the estimate', () => {
  test('of the latency', () => {
    fc.assert(
      fc.property(attempts, failure, fc.nat(60_000), (all, { durationMs }, bestMs) => {
        const estimate = new LatencyEstimate()
        const moment = play(all, (each, at) => {
          if (each.isOk) estimate.observe(each.durationMs, at)
          else estimate.observeFailure(each.durationMs, at)
        })
        const best = Math.min(bestMs, estimate.latencyMs ?? bestMs)
        const before = estimate.towards(best, moment)
        estimate.observeFailure(durationMs, moment)
        expect(estimate.towards(best, moment)).toBeGreaterThanOrEqual(before)
      }),
    )
  })

  test('of the latency at any number of requests in flight', () => {
    fc.assert(
      fc.property(attempts, failure, (all, { durationMs, inFlight }) => {
        const latency = new LatencyByRif()
        const moment = play(all, (each, at) => {
          if (each.isOk) latency.observe(each.durationMs, each.inFlight, at)
          else latency.observeFailure(each.durationMs, each.inFlight, at)
        })
        const known = () => [1, 2, 3, 4, 5, 6, 7, 8].map((rif) => latency.near(rif)?.latencyMs ?? 0)
        const before = known()
        latency.observeFailure(durationMs, inFlight, moment)
        for (const [index, each] of known().entries()) {
          expect(each).toBeGreaterThanOrEqual(before[index]!)
        }
      }),
    )
  })

  test('of the success rate', () => {
    fc.assert(
      fc.property(attempts, (all) => {
        const success = new SuccessRate()
        const moment = play(all, (each, at) => success.observe(each.isOk, at))
        const before = success.at(moment)
        success.observe(false, moment)
        expect(success.at(moment)).toBeLessThanOrEqual(before)
      }),
    )
  })

  test('of the requests in flight', () => {
    fc.assert(
      fc.property(attempts, failure, (all, { durationMs }) => {
        const failures = new LingeringFailures()
        const { nowMs } = play(all, (each, at) =>
          failures.observe({ ...each, workerId: 'w', nowMs: at.nowMs }),
        )
        const before = failures.of('w', nowMs)
        failures.observe({ workerId: 'w', nowMs, durationMs, isOk: false, inFlight: 1 })
        expect(failures.of('w', nowMs)).toBeGreaterThan(before)
      }),
    )
  })
})

describe('a failure is forgotten', () => {
  const failed = { workerId: 'w', nowMs: 0, durationMs: 1, isOk: false, inFlight: 1 }

  test('as a request in flight after several times the duration of a response', () => {
    const failures = new LingeringFailures()
    failures.observe({ ...failed, durationMs: 100, isOk: true })
    failures.observe(failed)
    expect(failures.of('w', 100)).toBeCloseTo(Math.exp(-1 / 2))
    expect(failures.of('w', 1000)).toBe(0)
  })

  test('not before a worker has responded', () => {
    const failures = new LingeringFailures()
    failures.observe(failed)
    expect(failures.of('w', 1_000_000)).toBe(1)
  })

  test('in the success rate with a time constant of ten seconds', () => {
    const success = new SuccessRate()
    success.observe(false, { nowMs: 0, rounds: 0 })
    expect(success.at({ nowMs: 0, rounds: 0 })).toBeCloseTo(0.7)
    expect(success.at({ nowMs: 10_000, rounds: 100 })).toBeCloseTo(1 - 0.3 * Math.exp(-1))
  })

  test('in the success rate no sooner than after ten rounds of picks', () => {
    const success = new SuccessRate()
    success.observe(false, { nowMs: 0, rounds: 0 })
    expect(success.at({ nowMs: 1_000_000, rounds: 10 })).toBeCloseTo(1 - 0.3 * Math.exp(-1))
  })
})
