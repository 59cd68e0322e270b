import { expect, test } from 'vitest'
import { strategy } from '../../../lib/balancer/strategies/least-outstanding.ts'
import { Driver } from './driver.ts'
import { worker } from './worker.ts'

test('least_outstanding picks the worker with the smallest fraction of its slots in use', () => {
  const workers = [
    worker('small', { slots: 2, inFlight: 1 }),
    worker('large', { slots: 10, inFlight: 2 }),
  ]
  expect(new Driver(strategy).pick(workers)).toBe('large')
})

test('least_outstanding takes turns among equal workers', () => {
  const workers = [
    worker('a', { inFlight: 1 }),
    worker('b', { inFlight: 1 }),
    worker('busy', { inFlight: 4 }),
  ]
  expect(new Driver(strategy).picks(4, workers)).toEqual(['a', 'b', 'a', 'b'])
})

test('a failed attempt counts as in flight for about the duration of a response', () => {
  const driver = new Driver(strategy)
  const workers = [worker('failing'), worker('working', { inFlight: 1 })]
  driver.succeed('working', 100)
  driver.fail('failing', 1, 2)
  expect(driver.pick(workers)).toBe('working')
  driver.nowMs += 500
  expect(driver.pick(workers)).toBe('failing')
})
