import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BalancerEvent, RequestSummary } from '../../lib/balancer/events.ts'
import { Timeline } from '../../lib/load/timeline.ts'

interface End {
  readonly endMs: number
  readonly isValid: boolean
  readonly outputTokens: number
  readonly latencyMs: number
}

const start = 5_000

function timelineOf(ends: readonly End[]) {
  const timeline = new Timeline(start)
  for (const { endMs, latencyMs, ...response } of ends) {
    timeline.record({ ...response, startMs: start, endMs: start + endMs }, latencyMs)
  }
  return timeline.toRecord()
}

const end = (endMs: number, changes: Partial<End> = {}): End => ({
  endMs,
  isValid: true,
  outputTokens: 3,
  latencyMs: 50,
  ...changes,
})

const sum = (items: readonly number[]) => items.reduce((total, item) => total + item, 0)

describe('a timeline', () => {
  test('counts the requests that ended in each tenth of a second', () => {
    const parts = timelineOf([end(20), end(99), end(310, { isValid: false })])
    expect(parts.map(({ atMs, ended, ok }) => [atMs, ended, ok])).toEqual([
      [0, 2, 2],
      [100, 0, 0],
      [200, 0, 0],
      [300, 1, 0],
    ])
    expect(parts[0]).toMatchObject({ outputTokens: 6, latencyAvgMs: 50 })
  })

  test('has no latency where nothing succeeded', () => {
    const [, second] = timelineOf([end(50), end(150, { isValid: false })])
    expect(second).toEqual({ atMs: 100, ended: 1, ok: 0, outputTokens: 0 })
  })

  test('loses nothing when its intervals are merged, however long it lasts', () => {
    const ends = fc.array(
      fc.record({
        endMs: fc.oneof(fc.nat(12_000), fc.nat(50_000), fc.nat(400_000)),
        isValid: fc.boolean(),
        outputTokens: fc.nat(100),
        latencyMs: fc.nat(10_000),
      }),
      { minLength: 1, maxLength: 60 },
    )
    fc.assert(
      fc.property(ends, (all) => {
        const parts = timelineOf(all)
        const good = all.filter(({ isValid }) => isValid)
        expect(parts.length).toBeLessThanOrEqual(120)
        expect(sum(parts.map(({ ended }) => ended))).toBe(all.length)
        expect(sum(parts.map(({ ok }) => ok))).toBe(good.length)
        expect(sum(parts.map((part) => part.outputTokens))).toBe(
          sum(good.map((each) => each.outputTokens)),
        )
        expect(sum(parts.map(({ ok, latencyAvgMs = 0 }) => ok * latencyAvgMs))).toBeCloseTo(
          sum(good.map(({ latencyMs }) => latencyMs)),
          4,
        )
        // Each is in the interval of its time.
        const partMs = parts[1]?.atMs ?? Number.POSITIVE_INFINITY
        for (const [index, { ended }] of parts.entries()) {
          const inside = all.filter(({ endMs }) => Math.floor(endMs / partMs) === index)
          expect(ended).toBe(inside.length)
        }
      }),
      { numRuns: 50 },
    )
  })

  test('has intervals of 100 ms, doubled as often as needed', () => {
    const lengthOf = (ms: number) => timelineOf([end(ms)])[1]?.atMs
    expect([lengthOf(11_999), lengthOf(12_000), lengthOf(60_000)]).toEqual([100, 200, 800])
  })
})

/** One request through a balancer; times since the start, in milliseconds. */
interface Way {
  readonly queuedMs: number
  readonly waitsMs: number
  readonly servedMs: number
  readonly isServed: boolean
}

function eventsOf(ways: readonly Way[]): BalancerEvent[] {
  const events = ways.flatMap(({ queuedMs, waitsMs, servedMs, isServed }, requestId) => {
    const [sentMs, endMs] = [queuedMs + waitsMs, queuedMs + waitsMs + (isServed ? servedMs : 0)]
    const request = { ...summary, id: requestId }
    const waits = { type: 'queued', atMs: start + queuedMs, requestId, queued: 1 } as const
    const end = { type: 'end', atMs: start + endMs, request } as const
    const workerId = 'w1'
    const served = [
      { type: 'sent', atMs: start + sentMs, requestId, workerId },
      { type: 'settled', atMs: start + endMs, requestId, workerId, result: 'ok' },
    ] as const
    return [...(waitsMs > 0 ? [waits] : []), ...(isServed ? served : []), end]
  })
  return events.toSorted((a, b) => a.atMs - b.atMs)
}

const summary: RequestSummary = {
  id: 0,
  outcome: 'ok',
  status: 200,
  errorCode: undefined,
  workerId: 'w1',
  attempts: 1,
  startMs: 0,
  queueWaitMs: 0,
  firstByteMs: 1,
  firstTokenMs: 1,
  serviceMs: 1,
  totalMs: 1,
}

function flowOf(ways: readonly Way[]) {
  const timeline = new Timeline(start)
  for (const event of eventsOf(ways)) timeline.note(event)
  return timeline.toRecord()
}

describe('the requests in flight of a timeline', () => {
  const way = (queuedMs: number, waitsMs: number, servedMs: number, isServed = true): Way => ({
    queuedMs,
    waitsMs,
    servedMs,
    isServed,
  })

  test('are means of each interval, of those with a worker and of those that wait', () => {
    const parts = flowOf([way(0, 0, 150), way(50, 100, 50), way(100, 0, 190)])
    expect(parts.map(({ inFlightMean, queuedMean }) => [inFlightMean, queuedMean])).toEqual([
      [1, 0.5],
      [2, 0.5],
      [1, 0],
    ])
  })

  test('exclude requests that gave up while they waited', () => {
    const parts = flowOf([way(0, 0, 290), way(0, 150, 0, false)])
    expect(parts.map(({ queuedMean }) => queuedMean)).toEqual([1, 0.5, 0])
  })

  test('of an incomplete last interval are the mean of its observed part', () => {
    const parts = flowOf([way(0, 0, 110), way(100, 0, 10)])
    expect(parts.map(({ inFlightMean }) => inFlightMean)).toEqual([1, 2])
  })

  test('are unknown without a balancer', () => {
    expect(Object.keys(timelineOf([end(20)])[0] ?? {})).not.toContain('inFlightMean')
  })

  test('add up to the time that requests spent in flight, however long it lasts', () => {
    const ways = fc.array(
      fc.record({
        queuedMs: fc.oneof(fc.nat(11_000), fc.nat(500_000)),
        waitsMs: fc.oneof(fc.constant(0), fc.nat(30_000)),
        servedMs: fc.nat(30_000),
        isServed: fc.boolean(),
      }),
      { minLength: 1, maxLength: 40 },
    )
    fc.assert(
      fc.property(ways, (all) => {
        const parts = flowOf(all)
        const reported = all.filter(({ isServed, waitsMs }) => isServed || waitsMs > 0)
        const lastMs = Math.max(0, ...eventsOf(reported).map(({ atMs }) => atMs - start))
        const partMs = parts[1]?.atMs ?? Number.POSITIVE_INFINITY
        const area = (mean: 'inFlightMean' | 'queuedMean') =>
          sum(parts.map((part) => (part[mean] ?? 0) * Math.min(partMs, lastMs - part.atMs)))
        const served = all.filter(({ isServed }) => isServed)
        expect(area('inFlightMean')).toBeCloseTo(sum(served.map((each) => each.servedMs)), 3)
        expect(area('queuedMean')).toBeCloseTo(sum(all.map((each) => each.waitsMs)), 3)
        expect(parts.length).toBeLessThanOrEqual(120)
      }),
      { numRuns: 100 },
    )
  })
})
