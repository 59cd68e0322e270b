import { expect, test } from 'vitest'
import { strategy } from '../../../lib/balancer/strategies/peak-ewma.ts'
import { counts, Driver } from './driver.ts'
import { worker } from './worker.ts'

const both = [worker('a'), worker('b')]

function afterResponses(): Driver {
  const driver = new Driver(strategy)
  driver.succeed('a', 100, { times: 5 })
  driver.succeed('b', 110, { times: 5 })
  return driver
}

test('peak_ewma picks the lowest cost × (requests in flight + 1)', () => {
  const driver = afterResponses()
  expect(driver.pick(both)).toBe('a')
  expect(driver.pick([worker('a', { inFlight: 1 }), worker('b')])).toBe('b')
  expect(driver.pick([worker('a', { inFlight: 3 }), worker('b', { inFlight: 3 })])).toBe('a')
})

test('peak_ewma avoids a worker after one slow response', () => {
  const driver = afterResponses()
  driver.succeed('a', 1000)
  driver.succeed('a', 100, { times: 5 })
  expect(driver.pick([worker('a'), worker('b', { inFlight: 2 })])).toBe('b')
})

test('peak_ewma forgets a peak with a time constant of ten seconds', () => {
  const driver = afterResponses()
  driver.succeed('a', 1000)
  const pickAfterMs = (timeMs: number) => {
    driver.nowMs = timeMs
    driver.succeed('b', 300)
    return driver.pick(both)
  }
  // 1000 × e^-1.2 is just above 300, e^-1.21 just below.
  expect(pickAfterMs(12_000)).toBe('b')
  expect(pickAfterMs(12_100)).toBe('a')
})

test('peak_ewma gives an unknown worker one request, and no second before its response', () => {
  const driver = afterResponses()
  const known = [worker('a', { inFlight: 4 }), worker('b', { inFlight: 4 })]
  expect(driver.pick([...known, worker('new')])).toBe('new')
  const waiting = worker('new', { inFlight: 1 })
  expect(counts(driver.picks(5, [...known, waiting]))).toEqual({ a: 5 })
  expect(driver.pick([waiting])).toBe('new')
})

test('peak_ewma rates a fast failure like the worst worker', () => {
  const driver = afterResponses()
  driver.succeed('c', 1000)
  driver.fail('a', 1)
  // Long after: the attempt itself does not count as in flight any more.
  driver.nowMs = 3_000
  driver.succeed('b', 500)
  expect(driver.pick(both)).toBe('b')
})
