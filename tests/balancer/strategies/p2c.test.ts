import { expect, test } from 'vitest'
import { strategy } from '../../../lib/balancer/strategies/p2c.ts'
import { seededRandom } from '../../../lib/stats/seeded-random.ts'
import { counts, Driver } from './driver.ts'
import { worker } from './worker.ts'

test('p2c never picks the busiest of three, because one of any two is less busy', () => {
  const workers = [
    worker('a', { inFlight: 1 }),
    worker('b', { inFlight: 2 }),
    worker('c', { inFlight: 3 }),
  ]
  const found = counts(new Driver(strategy, seededRandom(1)).picks(300, workers))
  expect(found.c).toBeUndefined()
  // a is in two of the three pairs, and better in both.
  expect(found.a! / 300).toBeCloseTo(2 / 3, 1)
})

test('p2c compares the fractions of slots in use', () => {
  const workers = [
    worker('small', { slots: 2, inFlight: 1 }),
    worker('large', { slots: 10, inFlight: 2 }),
  ]
  expect(counts(new Driver(strategy, seededRandom(1)).picks(50, workers))).toEqual({ large: 50 })
})

test('p2c draws equal workers equally often', () => {
  const workers = [worker('a'), worker('b'), worker('c')]
  const found = counts(new Driver(strategy, seededRandom(1)).picks(3000, workers))
  for (const { id } of workers) expect(found[id]! / 3000).toBeCloseTo(1 / 3, 1)
})
