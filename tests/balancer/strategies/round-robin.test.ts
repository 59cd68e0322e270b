import fc from 'fast-check'
import { expect, test } from 'vitest'
import { strategy } from '../../../lib/balancer/strategies/round-robin.ts'
import { closedLoop, constant } from './demand.ts'
import { counts, Driver } from './driver.ts'
import { equal } from './fleets.ts'
import { simulate } from './simulation.ts'
import { worker } from './worker.ts'

const three = [worker('a'), worker('b'), worker('c')]

test('round_robin keeps the same order', () => {
  expect(new Driver(strategy).picks(7, three).join('')).toBe('abcabca')
})

test('round_robin has counts that differ by one at most at every moment if all workers are free', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(200), (size, requests) => {
      const workers = Array.from({ length: size }, (_, index) => worker(`w${index}`))
      const found = counts(new Driver(strategy).picks(requests, workers))
      const each = workers.map(({ id }) => found[id] ?? 0)
      expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(1)
    }),
  )
})

test('round_robin picks a worker next that was busy at its turn', () => {
  const driver = new Driver(strategy)
  const [a, b, c] = three
  expect(driver.pick(three)).toBe('a')
  expect(driver.pick([a!, c!])).toBe('c')
  expect(driver.picks(3, [a!, b!, c!]).join('')).toBe('bac')
})

test('round_robin shifts no other worker when one joins or leaves', () => {
  const driver = new Driver(strategy)
  driver.picks(2, three)
  driver.strategy.forget?.('b')
  const [a, , c] = three
  expect(driver.picks(3, [a!, c!]).join('')).toBe('cac')
  expect(driver.picks(4, [a!, c!, worker('d')]).join('')).toBe('dacd')
})

test('round_robin gives three workers 333, 333 and 334 of a thousand requests', () => {
  const demand = closedLoop(6, { requests: 1000, sizes: constant, meanMs: 100, seed: 1 })
  const { served } = simulate({ workers: equal.workers, demand, strategy })
  const found = counts(served.map(({ workerId }) => workerId))
  expect(Object.values(found).toSorted()).toEqual([333, 333, 334])
})
