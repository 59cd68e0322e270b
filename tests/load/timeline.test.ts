import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
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
  for (const { endMs, latencyMs, ...answer } of ends) {
    timeline.record({ ...answer, startMs: start, endMs: start + endMs }, latencyMs)
  }
  return timeline.toRecord()
}

const end = (endMs: number, changes: Partial<End> = {}): End => ({
  ...{ endMs, isValid: true, outputTokens: 3, latencyMs: 50 },
  ...changes,
})

const sum = (items: readonly number[]) => items.reduce((total, item) => total + item, 0)

describe('a timeline', () => {
  test('counts what ended in each tenth of a second', () => {
    const parts = timelineOf([end(20), end(99), end(310, { isValid: false })])
    expect(parts.map(({ atMs, ended, ok }) => [atMs, ended, ok])).toEqual([
      [0, 2, 2],
      [100, 0, 0],
      [200, 0, 0],
      [300, 1, 0],
    ])
    expect(parts[0]).toMatchObject({ outputTokens: 6, latencyAvgMs: 50 })
  })

  test('says nothing of the latency where nothing good ended', () => {
    const [, second] = timelineOf([end(50), end(150, { isValid: false })])
    expect(second).toEqual({ atMs: 100, ended: 1, ok: 0, outputTokens: 0 })
  })

  test('loses nothing when its parts grow, however long it lasts', () => {
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
        // Each stands in the part of its time.
        const partMs = parts[1]?.atMs ?? Number.POSITIVE_INFINITY
        for (const [index, { ended }] of parts.entries()) {
          const inside = all.filter(({ endMs }) => Math.floor(endMs / partMs) === index)
          expect(ended).toBe(inside.length)
        }
      }),
      { numRuns: 50 },
    )
  })

  test('has parts that are 100 ms long, doubled as often as needed', () => {
    const lengthOf = (ms: number) => timelineOf([end(ms)])[1]?.atMs
    expect([lengthOf(11_999), lengthOf(12_000), lengthOf(60_000)]).toEqual([100, 200, 800])
  })
})
