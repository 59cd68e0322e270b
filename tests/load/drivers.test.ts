import { getEventListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { batch } from '../../lib/load/drivers/batch.ts'
import { closed } from '../../lib/load/drivers/closed.ts'
import type { Driver } from '../../lib/load/drivers/driver.ts'
import { open } from '../../lib/load/drivers/open.ts'
import { replay } from '../../lib/load/drivers/replay.ts'
import { stages } from '../../lib/load/drivers/stages.ts'
import { type Fate, fates, Receiver } from './sends.ts'

/** Each driver, with this many requests, all of them due within a fifth of a second. */
const members: Readonly<Record<string, (requests: number) => Driver>> = {
  closed: (requests) => closed({ requests, concurrency: 5 }),
  'closed, by time': () => closed({ durationMs: 150, concurrency: 5 }),
  'open, constant': (requests) => open({ requests, ratePerSecond: 800, arrivals: 'constant' }),
  'open, Poisson': (requests) => open({ requests, ratePerSecond: 800, arrivals: 'poisson' }),
  'open, by time': () => open({ durationMs: 150, ratePerSecond: 400, arrivals: 'poisson' }),
  'stages of rates': (requests) =>
    stages({ stages: [{ durationMs: 200, ratePerSecond: requests * 10 }] }),
  'stages of concurrencies': () =>
    stages({
      startConcurrency: 1,
      stages: [
        { durationMs: 100, concurrency: 5 },
        { durationMs: 50, concurrency: 0 },
      ],
    }),
  batch: (requests) => batch({ tasks: requests, concurrency: 5 }),
  replay: (requests) =>
    replay({
      timesMs: Array.from({ length: requests }, (_, index) => 7_000 + index * 2),
      speed: 2,
    }),
}

const requests = 60

async function run(driver: Driver, fate: Fate, signal = new AbortController().signal) {
  const receiver = new Receiver(fate)
  const result = await driver.run(receiver.context(signal))
  return { ...receiver, result, receiver }
}

describe.each(Object.entries(members))('the driver %s', (name, driverOf) => {
  describe.each(Object.entries(fates))('with requests that are %s', (_, fate) => {
    test('sends each number once, in order, and counts the started requests', async () => {
      const driver = driverOf(requests)
      const { sent, result } = await run(driver, fate)
      expect(sent.map(({ index }) => index)).toEqual(sent.map((_, place) => place))
      expect(result).toMatchObject({ started: sent.length, dropped: 0 })
      expect(sent.length).toBeGreaterThan(0)
      expect(sent).toHaveLength(driver.planned ?? sent.length)
    })
  })

  test('plans the given number of requests, and none if its end is a time', () => {
    const isByTime = name.includes('by time') || name.includes('concurrencies')
    expect(driverOf(requests).planned).toBe(isByTime ? undefined : requests)
  })

  test('ends when the last response has ended, and not before', async () => {
    const ends: number[] = []
    const { receiver, result } = await run(driverOf(requests), async (index) => {
      await sleep(index % 5 === 0 ? 60 : 5)
      ends.push(performance.now())
      return undefined
    })
    expect(receiver.inFlight).toBe(0)
    expect(result.endMs).toBeGreaterThanOrEqual(Math.max(...ends))
    expect(result.startMs).toBeLessThanOrEqual(receiver.sent[0]?.atMs ?? 0)
  })

  test('never starts a request before its intended time', async () => {
    const { sent, result } = await run(driverOf(requests), fates.uneven)
    for (const { intendedMs, atMs } of sent) {
      expect(intendedMs).toBeLessThanOrEqual(atMs)
      expect(intendedMs).toBeGreaterThanOrEqual(result.startMs)
    }
  })

  test('ends at once on an abort, and sends nothing after it', async () => {
    const controller = new AbortController()
    const never: Fate = (index) => sleep(index < 3 ? 1 : 30_000, undefined, { ref: false })
    const receiver = new Receiver(never)
    const running = driverOf(requests).run(receiver.context(controller.signal))
    await sleep(40)
    const abortedMs = performance.now()
    controller.abort()
    const before = receiver.sent.length
    const result = await running
    // If it waited for a time or a response, that would be seconds.
    expect(performance.now() - abortedMs).toBeLessThan(1_000)
    await sleep(20)
    expect(receiver.sent).toHaveLength(before)
    expect(result.started).toBe(before)
    expect(receiver.inFlight).toBe(0)
  })

  test('sends nothing if it is aborted before it begins', async () => {
    const { sent, result } = await run(driverOf(requests), fates.instant, AbortSignal.abort())
    expect(sent).toEqual([])
    expect(result).toMatchObject({ started: 0, dropped: 0 })
  })

  test('leaves no timer and no listener', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout')
    const { signal } = new AbortController()
    const before = timers().length
    await run(driverOf(requests), fates.instant, signal)
    expect(getEventListeners(signal, 'abort')).toEqual([])
    expect(timers().length).toBeLessThanOrEqual(before)
  })

  test('rethrows an internal error once nothing is in flight', async () => {
    const receiver = new Receiver(async (index) => {
      if (index === 2) throw new Error('broken')
      return undefined
    })
    const running = driverOf(requests).run(receiver.context(new AbortController().signal))
    await expect(running).rejects.toThrow('broken')
  })

  test('can be run again, from the first number', async () => {
    const driver = driverOf(requests)
    await run(driver, fates.instant)
    const { sent } = await run(driver, fates.instant)
    expect(sent[0]?.index).toBe(0)
    expect(sent).toHaveLength(driver.planned ?? sent.length)
  })
})

describe('an endless closed loop', () => {
  test('continues until it is stopped, and can be stopped even if everything fails at once', async () => {
    const controller = new AbortController()
    const receiver = new Receiver(fates.failing)
    setTimeout(() => controller.abort(), 30)
    const { started } = await closed({ concurrency: 3 }).run(receiver.context(controller.signal))
    expect(started).toBe(receiver.sent.length)
    expect(started).toBeGreaterThan(3)
  })
})
