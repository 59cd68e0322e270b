import fc from 'fast-check'
import { expect, test } from 'vitest'
import { strategy } from '../../../lib/balancer/strategies/weighted.ts'
import { counts, Driver } from './driver.ts'
import { worker } from './worker.ts'

test('weighted spreads the picks of a heavy worker over the cycle', () => {
  const workers = [
    worker('a', { weight: 5 }),
    worker('b', { weight: 1 }),
    worker('c', { weight: 1 }),
  ]
  expect(new Driver(strategy).picks(7, workers).join('')).toBe('aabacaa')
})

test('weighted gives each worker exactly its weight in a cycle', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(weights, fc.integer({ min: 1, max: 3 }), (all, cycles) => {
      const workers = all.map((weight, index) => worker(`w${index}`, { weight }))
      const total = all.reduce((sum, weight) => sum + weight, 0)
      const found = counts(new Driver(strategy).picks(cycles * total, workers))
      expect(workers.map(({ id }) => found[id])).toEqual(all.map((weight) => cycles * weight))
    }),
  )
})

test('weighted does not give a worker that was busy for long all missed picks at once', () => {
  const driver = new Driver(strategy)
  const [a, b] = [worker('a'), worker('b')]
  driver.picks(100, [a])
  expect(counts(driver.picks(10, [a, b]))).toEqual({ a: 5, b: 5 })
})
