import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { batch } from '../../lib/load/drivers/batch.ts'
import { replay } from '../../lib/load/drivers/replay.ts'
import { fates, Receiver } from './sends.ts'

const forever = new AbortController().signal

describe('a batch', () => {
  test('lasts as long as its tasks need in parallel', async () => {
    const receiver = new Receiver(async () => {
      await sleep(30)
      return undefined
    })
    const { startMs, endMs, started } = await batch({ tasks: 10, concurrency: 4 }).run(
      receiver.context(forever),
    )
    expect(started).toBe(10)
    expect(receiver.maxInFlight).toBe(4)
    // Three rounds of 30 ms; timers are up to a millisecond early.
    expect(endMs - startMs).toBeGreaterThan(87)
  })

  test('ends with its longest task', async () => {
    let endedMs = 0
    const receiver = new Receiver(async (index) => {
      await sleep(index === 0 ? 80 : 1)
      endedMs = performance.now()
      return undefined
    })
    const { endMs } = await batch({ tasks: 5, concurrency: 5 }).run(receiver.context(forever))
    expect(endMs).toBeGreaterThanOrEqual(endedMs)
    expect(receiver.sent).toHaveLength(5)
  })
})

describe('a replay of a trace', () => {
  test.each([
    [1, [0, 4, 4, 30]],
    [2, [0, 2, 2, 15]],
    [0.5, [0, 8, 8, 60]],
  ])('at speed %d starts each request at its time', async (speed, expected) => {
    const receiver = new Receiver(fates.instant)
    const driver = replay({ timesMs: [1_000, 1_004, 1_004, 1_030], speed })
    const { startMs } = await driver.run(receiver.context(forever))
    const times = receiver.sent.map(({ intendedMs }) => intendedMs - startMs)
    expect(times.map((ms) => Math.round(ms * 1e6) / 1e6)).toEqual(expected)
  })

  test('of an empty trace sends nothing', async () => {
    const receiver = new Receiver(fates.instant)
    const { started } = await replay({ timesMs: [] }).run(receiver.context(forever))
    expect(started).toBe(0)
  })

  test.each([
    [{ timesMs: [1, 3, 2] }],
    [{ timesMs: [1, Number.NaN] }],
    [{ timesMs: [1], speed: 0 }],
    [{ timesMs: [1], speed: Number.POSITIVE_INFINITY }],
  ])('refuses %o', (options) => {
    expect(() => replay(options)).toThrow(RangeError)
  })
})
