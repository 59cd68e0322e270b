import { describe, expect, test } from 'vitest'
import { strategy } from '../../../lib/balancer/strategies/hybrid.ts'
import { counts, Driver } from './driver.ts'
import { worker } from './worker.ts'

/** Both have responded several times: `fast` in 100 ms, `slow` in 300. */
function knowing(): Driver {
  const driver = new Driver(strategy)
  driver.succeed('fast', 100, { times: 10 })
  driver.succeed('slow', 300, { times: 10 })
  return driver
}

describe('hybrid, with workers that are known,', () => {
  test('picks the faster one, even while it is busier', () => {
    const driver = knowing()
    expect(driver.pick([worker('slow'), worker('fast')])).toBe('fast')
    expect(driver.pick([worker('slow'), worker('fast', { inFlight: 4 })])).toBe('fast')
  })

  test('keeps equal ones equally busy', () => {
    const driver = new Driver(strategy)
    driver.succeed('a', 100)
    driver.succeed('b', 110)
    expect(driver.pick([worker('a', { inFlight: 1 }), worker('b')])).toBe('b')
  })

  test('lets those that differ by less than five percent take turns', () => {
    const driver = new Driver(strategy)
    driver.succeed('a', 100)
    driver.succeed('b', 104)
    driver.succeed('c', 106)
    const workers = [worker('a'), worker('b'), worker('c')]
    expect(driver.picks(4, workers)).toEqual(['a', 'b', 'a', 'b'])
  })

  test('avoids one that serves one request after the other while it is busy', () => {
    const driver = new Driver(strategy)
    for (let round = 0; round < 10; round++) {
      for (const inFlight of [1, 2, 3]) {
        driver.succeed('serial', 100 * inFlight, { inFlight })
        driver.succeed('parallel', 240, { inFlight })
      }
    }
    const pair = (inFlight: number) => [
      worker('serial', { inFlight }),
      worker('parallel', { inFlight: 1 }),
    ]
    expect(driver.pick(pair(0))).toBe('serial')
    expect(driver.pick(pair(2))).toBe('parallel')
  })
})

describe('hybrid, with an unknown worker,', () => {
  test('tries it at once', () => {
    expect(knowing().pick([worker('fast', { inFlight: 1 }), worker('new')])).toBe('new')
  })

  test('gives it no second request before its first response while a known one has room', () => {
    const workers = [worker('fast', { inFlight: 3 }), worker('new', { inFlight: 1 })]
    expect(counts(knowing().picks(10, workers))).toEqual({ fast: 10 })
  })

  test('does not rate it fast because it fails fast', () => {
    const driver = knowing()
    driver.fail('new', 1, 3)
    expect(driver.pick([worker('fast', { inFlight: 4 }), worker('new')])).toBe('fast')
  })
})

describe('hybrid, with a worker that was slow,', () => {
  const workers = [worker('fast'), worker('slow')]

  /** Continues for this long, with this many picks per second; returns whether `slow` was tried. */
  function isTried(driver: Driver, seconds: number, picksPerSecond: number): boolean {
    const ids: string[] = []
    for (let count = 0; count < seconds * picksPerSecond; count++) {
      driver.nowMs += 1000 / picksPerSecond
      ids.push(driver.pick(workers))
      driver.succeed('fast', 100)
    }
    return ids.includes('slow')
  }

  test('tries it again after a while', () => {
    // 300 and 100 ms are within 5 % when e^-t/10s is 0.025: at 37 s.
    expect(isTried(knowing(), 35, 20)).toBe(false)
    expect(isTried(knowing(), 40, 20)).toBe(true)
  })

  test('spends no more than one of seventy requests on it if requests are rare', () => {
    const driver = knowing()
    expect(isTried(driver, 700, 0.1)).toBe(false)
    expect(isTried(driver, 100, 0.1)).toBe(true)
  })

  test('rates it fast at once when it responds fast again', () => {
    const driver = knowing()
    isTried(driver, 40, 20)
    driver.succeed('slow', 100)
    expect(driver.pick([worker('fast', { inFlight: 1 }), worker('slow')])).toBe('slow')
  })

  test('gives it no second request while it is still slow', () => {
    const driver = knowing()
    isTried(driver, 40, 20)
    driver.succeed('slow', 300)
    expect(isTried(driver, 30, 20)).toBe(false)
  })
})

describe('hybrid, with a worker that fails,', () => {
  const workers = [worker('fast'), worker('failing')]

  function failing(times: number): Driver {
    const driver = new Driver(strategy)
    driver.succeed('fast', 100, { times: 5 })
    driver.succeed('failing', 100, { times: 5 })
    driver.fail('failing', 1, times)
    return driver
  }

  test('avoids it after one failure while another is as good', () => {
    expect(counts(failing(1).picks(5, workers))).toEqual({ fast: 5 })
  })

  test('prefers one twice as busy after three failures', () => {
    const busy = [worker('fast', { inFlight: 4 }), worker('failing')]
    expect(failing(3).pick(busy)).toBe('fast')
  })

  test('uses it again after a while', () => {
    const driver = failing(3)
    driver.nowMs = 60_000
    expect(driver.picks(400, workers)).toContain('failing')
  })

  test('rates it slower when it fails slowly', () => {
    const driver = failing(0)
    driver.fail('failing', 60_000)
    for (let count = 0; count < 10; count++) driver.succeed('failing', 100)
    expect(counts(driver.picks(5, workers))).toEqual({ fast: 5 })
  })
})

test('hybrid with unknown workers picks the smallest fraction of slots in use', () => {
  const workers = [
    worker('small', { slots: 2, inFlight: 1 }),
    worker('large', { slots: 8, inFlight: 2 }),
  ]
  expect(new Driver(strategy).pick(workers)).toBe('large')
})
