import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RetryBudget } from '../../../lib/balancer/request/retry-budget.ts'
import { VirtualClock } from '../virtual-clock.ts'

const steps = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 2_000 }),
    wants: fc.integer({ min: 0, max: 30 }),
  }),
  { maxLength: 300, size: 'max' },
)

describe('a retry budget', () => {
  test('never allows more than its share of the requests, its reserve, and five per second', () => {
    fc.assert(
      fc.property(steps, fc.double({ min: 0.01, max: 1, noNaN: true }), (all, share) => {
        const clock = new VirtualClock()
        const budget = new RetryBudget({ share, clock })
        let [requests, retries] = [0, 0]
        for (const { afterMs, wants } of all) {
          clock.advance(afterMs)
          budget.deposit()
          requests += 1
          for (let index = 0; index < wants; index++) if (budget.withdraw()) retries += 1
          const most = requests * share + 50 + (5 * clock.nowMs()) / 1_000
          expect(retries).toBeLessThanOrEqual(most + 1e-6)
        }
      }),
    )
  })

  test('allows a quiet balancer its retries', () => {
    const budget = new RetryBudget({ share: 0.2, clock: new VirtualClock() })
    budget.deposit()
    expect(budget.withdraw()).toBe(true)
  })

  test('allows none at all where its share is 0', () => {
    const budget = new RetryBudget({ share: 0, clock: new VirtualClock() })
    budget.deposit()
    expect(budget.withdraw()).toBe(false)
  })

  test('forgets within a minute what a burst has left', () => {
    const clock = new VirtualClock()
    const budget = new RetryBudget({ share: 1, clock })
    for (let index = 0; index < 10_000; index++) budget.deposit()
    clock.advance(120_000)
    let retries = 0
    while (budget.withdraw()) retries += 1
    expect(retries).toBe(50)
  })
})
