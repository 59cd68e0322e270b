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

test('a worker that the load does not slow down has none', () => {
  const slope = slopeOf(() => 100)
  expect(slope.factor(1)).toBe(1)
  expect(slope.factor(5)).toBe(1)
})

test('a worker that serves one after the other has a steep one, if less than its true one', () => {
  const slope = slopeOf((inFlight) => 100 * inFlight)
  const fiveToOne = slope.factor(5) / slope.factor(1)
  expect(fiveToOne).toBeGreaterThan(2.5)
  expect(fiveToOne).toBeLessThan(5)
})

test('a worker that gets faster under load is not believed', () => {
  expect(slopeOf((inFlight) => 100 / inFlight).factor(5)).toBe(1)
})

test('chance alone hardly makes one', () => {
  const random = seededRandom(1)
  const slope = slopeOf(() => exponential(random, 100))
  expect(slope.factor(5) / slope.factor(1)).toBeLessThan(1.5)
})

test('at a load that never varies nothing is concluded', () => {
  const slope = new LoadSlope()
  const random = seededRandom(1)
  for (let count = 0; count < 100; count++) slope.observe(exponential(random, 100), 3)
  expect(slope.factor(5)).toBe(1)
})
