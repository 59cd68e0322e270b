import { expect, test } from 'vitest'
import { LoadSlope } from '../../../../lib/balancer/strategies/signals/load-slope.ts'
import { seededRandom } from '../../../../lib/stats/seeded-random.ts'
import { exponential } from '../demand.ts'

function slopeOf(latencyMs: (inFlight: number) => number): LoadSlope {
  const slope = new LoadSlope()
  for (let count = 0; count < 300; count++) {
    const inFlight = 1 + (count % 5)
    slope.observe(latencyMs(inFlight), inFlight)
  }
  return slope
}

test('a worker that load does not slow down has no load slope', () => {
  const slope = slopeOf(() => 100)
  expect(slope.factor(1)).toBe(1)
  expect(slope.factor(5)).toBe(1)
})

test('a serial worker has a steep load slope, though less than its true one', () => {
  const slope = slopeOf((inFlight) => 100 * inFlight)
  const fiveToOne = slope.factor(5) / slope.factor(1)
  expect(fiveToOne).toBeGreaterThan(2.5)
  expect(fiveToOne).toBeLessThan(5)
})

test('a worker that gets faster under load has no load slope', () => {
  expect(slopeOf((inFlight) => 100 / inFlight).factor(5)).toBe(1)
})

test('noise alone hardly gives a load slope', () => {
  const random = seededRandom(1)
  const slope = slopeOf(() => exponential(random, 100))
  expect(slope.factor(5) / slope.factor(1)).toBeLessThan(1.5)
})

test('a load that never varies gives no load slope', () => {
  const slope = new LoadSlope()
  const random = seededRandom(1)
  for (let count = 0; count < 100; count++) slope.observe(exponential(random, 100), 3)
  expect(slope.factor(5)).toBe(1)
})
