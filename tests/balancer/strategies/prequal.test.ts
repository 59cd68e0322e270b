import { expect, test } from 'vitest'
import { strategy } from '../../../lib/balancer/strategies/prequal.ts'
import { counts, Driver } from './driver.ts'
import { worker } from './worker.ts'

/** How busy the workers have been recently, by the picks so far. */
function usedTo(inFlight: number): Driver {
  const driver = new Driver(strategy)
  driver.picks(50, [worker('fast', { inFlight }), worker('slow', { inFlight })])
  driver.succeed('fast', 100, { times: 5 })
  driver.succeed('slow', 200, { times: 5 })
  return driver
}

test('prequal picks the cold worker with the lowest latency', () => {
  const workers = [worker('fast', { inFlight: 2 }), worker('slow', { inFlight: 0 })]
  expect(usedTo(3).pick(workers)).toBe('fast')
})

test('prequal ranks a hot worker after every cold one, however fast', () => {
  const workers = [worker('fast', { inFlight: 4 }), worker('slow', { inFlight: 2 })]
  expect(usedTo(2).pick(workers)).toBe('slow')
})

test('prequal picks the one with the fewest in flight if all are hot', () => {
  const workers = [worker('fast', { inFlight: 4 }), worker('slow', { inFlight: 3 })]
  expect(usedTo(1).pick(workers)).toBe('slow')
})

test('prequal believes a worker that reports more in flight', () => {
  const workers = [worker('fast', { inFlight: 1, reportedInFlight: 4 }), worker('slow')]
  expect(usedTo(2).pick(workers)).toBe('slow')
})

test('prequal does not believe a worker that reports fewer in flight', () => {
  const workers = [worker('fast', { inFlight: 4, reportedInFlight: 0 }), worker('slow')]
  expect(usedTo(2).pick(workers)).toBe('slow')
})

test('prequal compares latency at the same number of requests in flight', () => {
  const driver = usedTo(4)
  driver.succeed('fast', 900, { inFlight: 4, times: 5 })
  const atRif = (inFlight: number) => [
    worker('fast', { inFlight }),
    worker('slow', { inFlight: 0 }),
  ]
  expect(driver.pick(atRif(0))).toBe('fast')
  expect(driver.pick(atRif(3))).toBe('slow')
})

test('prequal rates an unknown worker like the best one', () => {
  const workers = [worker('fast'), worker('slow'), worker('new')]
  expect(counts(usedTo(2).picks(10, workers))).toEqual({ new: 5, fast: 5 })
})
