import { EventEmitter, once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { open } from '../../../lib/load/drivers/open.ts'
import { runSchedule } from '../../../lib/load/drivers/schedule.ts'
import { type Fate, fates, Receiver } from '../sends.ts'

const forever = new AbortController().signal

async function runTimes(dueTimes: Iterable<number>, fate: Fate = fates.instant, most = 1_000) {
  const receiver = new Receiver(fate)
  const result = await runSchedule(dueTimes, most, receiver.context(forever))
  return { ...result, sent: receiver.sent }
}

/** Blocks the event loop. */
function block(forMs: number): void {
  const endMs = performance.now() + forMs
  while (performance.now() < endMs);
}

describe('a schedule', () => {
  test("takes each request's time from its start, however late an earlier one was", async () => {
    const dueTimes = Array.from({ length: 50 }, (_, index) => index * 3)
    const { sent, startMs } = await runTimes(dueTimes, async (index) => {
      if (index % 10 === 0) block(20)
      return undefined
    })
    for (const [index, { intendedMs }] of sent.entries()) {
      expect(intendedMs - startMs).toBeCloseTo(index * 3, 6)
    }
  })

  test('starts all requests at once that became due while the event loop was blocked', async () => {
    const dueTimes = Array.from({ length: 200 }, (_, index) => index * 0.5)
    const running = runTimes(dueTimes)
    await sleep(5)
    block(60)
    const { sent } = await running
    const starts = sent.map(({ atMs }) => atMs)
    const gaps = starts.map((atMs, index) => atMs - (starts[index - 1] ?? atMs))
    expect(sent).toHaveLength(200)
    // One gap as long as the block, and next to it 100 or more without any.
    expect(gaps.filter((gapMs) => gapMs > 50).length).toBeGreaterThanOrEqual(1)
    expect(gaps.filter((gapMs) => gapMs < 0.5).length).toBeGreaterThan(100)
  })

  test('keeps intervals that are shorter than any timer', async () => {
    const dueTimes = Array.from({ length: 2_000 }, (_, n) => n / 10)
    const { sent, startMs } = await runTimes(dueTimes, fates.instant, 2_000)
    expect(sent.at(-1)?.intendedMs).toBeCloseTo(startMs + 199.9, 6)
    expect((sent.at(-1)?.atMs ?? 0) - startMs).toBeGreaterThanOrEqual(199.9)
  })

  test('yields to the event loop even if more is due than can be started', async () => {
    let turns = 0
    const counting = setInterval(() => {
      turns += 1
    }, 1)
    // Each takes longer to start than the time to the next one.
    await runTimes(
      Array.from({ length: 2_000 }, (_, index) => index * 0.1),
      async () => {
        block(0.15)
        return undefined
      },
      2_000,
    )
    clearInterval(counting)
    expect(turns).toBeGreaterThan(1)
  })

  test('drops due requests while too many are in flight, with their numbers', async () => {
    const gate = new EventEmitter()
    const held = once(gate, 'open').then(() => undefined)
    const beganMs = performance.now()
    function* dueTimes() {
      yield* Array(20).keys()
      // The next one is requested when all of these have been started or dropped.
      gate.emit('open')
      const soonMs = performance.now() - beganMs + 30
      yield* [soonMs, soonMs + 1]
    }
    const running = runTimes(dueTimes(), (index) => (index < 20 ? held : fates.instant()), 5)
    const { sent, started, dropped } = await running
    expect(sent.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 20, 21])
    expect({ started, dropped }).toEqual({ started: 7, dropped: 15 })
  })

  test('reads no further than the current time, so that it may be endless', async () => {
    let read = 0
    function* endless() {
      for (;;) yield 10 * read++
    }
    const controller = new AbortController()
    const receiver = new Receiver(fates.instant)
    const running = runSchedule(endless(), 10, receiver.context(controller.signal))
    await sleep(35)
    controller.abort()
    const { started } = await running
    expect(read).toBe(started + 1)
  })
})

describe('the open loop', () => {
  test('starts the k-th request at k divided by the rate', async () => {
    const receiver = new Receiver(fates.slow)
    const driver = open({ ratePerSecond: 300, durationMs: 100, arrivals: 'constant' })
    const { startMs } = await driver.run(receiver.context(forever))
    const times = receiver.sent.map(({ intendedMs }) => intendedMs - startMs)
    expect(driver.planned).toBe(30)
    expect(times).toHaveLength(30)
    for (const [index, ms] of times.entries()) expect(ms).toBeCloseTo((index * 1_000) / 300, 6)
  })

  test.each([
    [{ ratePerSecond: 7, durationMs: 1_000 }, 7],
    [{ ratePerSecond: 0.1, durationMs: 30_000 }, 3],
    [{ ratePerSecond: 3, durationMs: 1_001 }, 4],
    [{ ratePerSecond: 100, durationMs: 1_000, requests: 12 }, 12],
    [{ ratePerSecond: 100, durationMs: 50, requests: 12 }, 5],
    [{ ratePerSecond: 100 }, undefined],
  ])('plans for %o the requests that fit: %s', (options, planned) => {
    expect(open({ ...options, arrivals: 'constant' }).planned).toBe(planned)
  })

  test('sends randomly arriving requests as often as the seed gives, and no others', async () => {
    const timesOf = async (seed: number) => {
      const receiver = new Receiver(fates.instant)
      const driver = open({ ratePerSecond: 500, requests: 40, arrivals: 'poisson', seed })
      const { startMs } = await driver.run(receiver.context(forever))
      return receiver.sent.map(({ intendedMs }) => Math.round((intendedMs - startMs) * 1e6))
    }
    const [first, again, other] = [await timesOf(3), await timesOf(3), await timesOf(4)]
    expect(again).toEqual(first)
    expect(other).not.toEqual(first)
  })

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses the rate %d',
    (ratePerSecond) => {
      expect(() => open({ ratePerSecond, arrivals: 'constant' })).toThrow(RangeError)
    },
  )
})
