import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Ramp } from '../../../lib/load/drivers/ramp.ts'
import { stages } from '../../../lib/load/drivers/stages.ts'
import { fates, Receiver } from '../sends.ts'

const forever = new AbortController().signal

const rampStages = fc.array(
  fc.record({
    durationMs: fc.oneof(fc.constant(0), fc.double({ min: 1, max: 1_000, noNaN: true })),
    target: fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 2, noNaN: true })),
  }),
  { minLength: 1, maxLength: 6 },
)
const start = fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 2, noNaN: true }))

/** The area under the value until a time, from the corners of its line. */
function areaUntil(
  from: number,
  stages: readonly { durationMs: number; target: number }[],
  ms: number,
) {
  let [value, beginMs, area] = [from, 0, 0]
  for (const { durationMs, target } of stages) {
    const takenMs = Math.min(durationMs, Math.max(0, ms - beginMs))
    const end = durationMs === 0 ? target : value + ((target - value) * takenMs) / durationMs
    area += ((value + end) / 2) * takenMs
    beginMs += durationMs
    value = target
  }
  return area
}

describe('a ramp', () => {
  test('reaches each area at the right time', () => {
    fc.assert(
      fc.property(start, rampStages, (from, given) => {
        const ramp = new Ramp(from, given)
        const areas = Array.from({ length: Math.ceil(ramp.area) }, (_, index) => index)
        const times = [...ramp.timesOfAreas(areas)]
        expect(times).toEqual(times.toSorted((a, b) => a - b))
        for (const [index, ms] of times.entries()) {
          expect(areaUntil(from, given, ms)).toBeCloseTo(index, 4)
        }
        expect(times.length).toBeGreaterThanOrEqual(Math.floor(ramp.area - 1e-6))
      }),
    )
  })

  test('never leaves the range of its two values', () => {
    fc.assert(
      fc.property(start, rampStages, fc.nat(1_000), (from, given, part) => {
        const ramp = new Ramp(from, given)
        const values = [from, ...given.map(({ target }) => target)]
        const value = ramp.valueAt((ramp.durationMs * part) / 1_000)
        expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9)
        expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-9)
      }),
    )
  })

  test('reaches each whole number once per rise', () => {
    const ramp = new Ramp(0, [
      { durationMs: 30, target: 3 },
      { durationMs: 10, target: 1 },
      { durationMs: 20, target: 3 },
    ])
    expect([...ramp.rises()]).toEqual([
      ...[10, 20, 30].map((atMs, index) => ({ atMs, value: index + 1 })),
      { atMs: 50, value: 2 },
      { atMs: 60, value: 3 },
    ])
  })

  test('jumps in a stage of zero duration', () => {
    const ramp = new Ramp(1, [
      { durationMs: 10, target: 1 },
      { durationMs: 0, target: 5 },
      { durationMs: 10, target: 5 },
    ])
    expect([ramp.valueAt(9.9), ramp.valueAt(10), ramp.valueAt(15)]).toEqual([1, 5, 5])
    expect(ramp.area).toBe(60)
  })
})

describe('stages of rates', () => {
  test('from 0 to 100/s within a second send 50 requests, the n-th at the root of its fraction', async () => {
    const receiver = new Receiver(fates.instant)
    const driver = stages({ stages: [{ durationMs: 1_000, ratePerSecond: 100 }] })
    const { startMs } = await driver.run(receiver.context(forever))
    expect(driver.planned).toBe(50)
    const times = receiver.sent.map(({ intendedMs }) => intendedMs - startMs)
    expect(times).toHaveLength(50)
    for (const [n, ms] of times.entries()) expect(ms).toBeCloseTo(1_000 * Math.sqrt(n / 50), 6)
  })

  test('with one constant rate are the open loop', async () => {
    const receiver = new Receiver(fates.instant)
    const driver = stages({
      startRatePerSecond: 200,
      stages: [
        { durationMs: 50, ratePerSecond: 200 },
        { durationMs: 50, ratePerSecond: 200 },
      ],
    })
    const { startMs } = await driver.run(receiver.context(forever))
    const times = receiver.sent.map(({ intendedMs }) => intendedMs - startMs)
    expect(times).toHaveLength(20)
    for (const [index, ms] of times.entries()) expect(ms).toBeCloseTo(index * 5, 6)
  })

  test('wait through a stage with rate 0', async () => {
    const receiver = new Receiver(fates.instant)
    const driver = stages({
      stages: [
        { durationMs: 40, ratePerSecond: 0 },
        { durationMs: 0, ratePerSecond: 100 },
        { durationMs: 50, ratePerSecond: 100 },
      ],
    })
    const { startMs } = await driver.run(receiver.context(forever))
    const times = receiver.sent.map(({ intendedMs }) => Math.round(intendedMs - startMs))
    expect(times).toEqual([40, 50, 60, 70, 80])
  })

  test.each([
    ['no stage', { stages: [] }],
    ['a rate below 0', { stages: [{ durationMs: 1, ratePerSecond: -1 }] }],
    ['a time below 0', { stages: [{ durationMs: -1, ratePerSecond: 1 }] }],
    [
      'a time without end',
      { stages: [{ durationMs: Number.POSITIVE_INFINITY, ratePerSecond: 1 }] },
    ],
  ])('refuse %s', (_, options) => {
    expect(() => stages(options)).toThrow(RangeError)
  })
})

describe('stages of concurrencies', () => {
  test('have no more in flight than their line allows, and all of it on a constant stage', async () => {
    const line = new Ramp(0, [
      { durationMs: 120, target: 6 },
      { durationMs: 120, target: 6 },
      { durationMs: 120, target: 0 },
    ])
    const receiver = new Receiver(async () => {
      await sleep(4)
      return undefined
    })
    const starts: { readonly atMs: number; readonly inFlight: number }[] = []
    const context = receiver.context(forever)
    const { startMs } = await stages({
      stages: [
        { durationMs: 120, concurrency: 6 },
        { durationMs: 120, concurrency: 6 },
        { durationMs: 120, concurrency: 0 },
      ],
    }).run({
      ...context,
      send: (index, intendedMs) => {
        starts.push({ atMs: intendedMs, inFlight: receiver.inFlight + 1 })
        return context.send(index, intendedMs)
      },
    })
    const seen = starts.map(({ atMs, inFlight }) => ({ ms: atMs - startMs, inFlight }))
    // Those begun on the way down end later: a request takes 4 ms, in which the line falls by 0.2.
    const rising = seen.filter(({ ms }) => ms < 230)
    for (const { ms, inFlight } of rising) {
      expect(inFlight).toBeLessThanOrEqual(line.valueAt(ms + 5) + 1e-6)
    }
    expect(Math.max(...seen.map(({ inFlight }) => inFlight))).toBe(6)
    expect(seen.at(-1)?.ms).toBeLessThan(360)
    expect(seen.at(-1)?.inFlight).toBeLessThan(6)
  })

  test('restart slots that went down and come up again', async () => {
    const receiver = new Receiver(fates.slow)
    await stages({
      startConcurrency: 3,
      stages: [
        { durationMs: 20, concurrency: 0 },
        { durationMs: 60, concurrency: 0 },
        { durationMs: 60, concurrency: 3 },
        { durationMs: 300, concurrency: 3 },
      ],
    }).run(receiver.context(forever))
    expect(receiver.maxInFlight).toBe(3)
    const gaps = receiver.sent.map(
      ({ atMs }, index) => atMs - (receiver.sent[index - 1]?.atMs ?? atMs),
    )
    expect(Math.max(...gaps)).toBeGreaterThan(50)
  })
  test('give no second request to a slot that is still busy when it comes up again', async () => {
    const receiver = new Receiver(async () => {
      await sleep(120)
      return undefined
    })
    await stages({
      startConcurrency: 3,
      stages: [
        { durationMs: 20, concurrency: 0 },
        { durationMs: 20, concurrency: 3 },
        { durationMs: 300, concurrency: 3 },
      ],
    }).run(receiver.context(forever))
    expect(receiver.maxInFlight).toBe(3)
  })
})
