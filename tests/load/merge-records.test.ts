import { expect, test } from 'vitest'
import { mergeRecords } from '../../lib/load/merge-records.ts'
import { TimeHistogram } from '../../lib/load/time-histogram.ts'
import type { LoadRecord, SeriesRecord } from '../../lib/record/load-record.ts'
import { loadRecord } from '../checks/benchmark/load-records.ts'

function withLatencies(ms: readonly number[], changes: Partial<LoadRecord> = {}): LoadRecord {
  const histogram = new TimeHistogram()
  for (const each of ms) histogram.record(each)
  const record = loadRecord({ ok: ms.length, durationMs: 1_000 })
  const latency = histogram.toRecord()
  const total: SeriesRecord = { ...record.total, times: latency ? { latency } : {} }
  return { ...record, total, workers: { w1: total }, ...changes }
}

test('consecutive loads are merged into one', () => {
  const first = withLatencies([10, 20], { retries: 1 })
  const second = withLatencies([30, 40, 50], { retries: 2, durationMs: 3_000 })
  const merged = mergeRecords([first, second], { concurrency: 5 })
  expect(merged).toMatchObject({
    labels: { concurrency: 5 },
    durationMs: 4_000,
    retries: 3,
    started: 5,
    total: { ended: 5, ok: 5 },
    workers: { w1: { ok: 5 } },
  })
  expect(merged.total.times.latency).toMatchObject({ count: 5, avgMs: 30, minMs: 10, maxMs: 50 })
  expect(merged.total.times.latency?.p50Ms).toBeCloseTo(30, 1)
})

test('merged records weight means by count, add faults by kind, and keep the worst of the client', () => {
  const busy = (mean: number) => ({ mean, untilLastStart: mean, most: mean })
  const base = withLatencies([10])
  const slow = {
    ...base.client,
    eventLoopUtilization: 0.95,
    limitedBy: ['its event loop was busy'],
  }
  const faults = (count: number) => ({ ...base.total, faults: { ECONNRESET: count } })
  const merged = mergeRecords(
    [
      { ...base, busySlots: busy(4), total: faults(1) },
      { ...base, busySlots: busy(8), durationMs: 3_000, client: slow, total: faults(2) },
    ],
    {},
  )
  expect(merged.busySlots).toEqual({ mean: 7, untilLastStart: 7, most: 8 })
  expect(merged.total.faults).toEqual({ ECONNRESET: 3 })
  expect(merged.client).toMatchObject({
    eventLoopUtilization: 0.95,
    limitedBy: ['its event loop was busy'],
  })
})

test('a merged timeline continues where the previous one ended', () => {
  const part = { atMs: 100, ended: 1, ok: 1, outputTokens: 0 }
  const record = withLatencies([10], { timeline: [part] })
  const { timeline } = mergeRecords([record, record], {})
  expect(timeline.map(({ atMs }) => atMs)).toEqual([100, 1_100])
})

test('nothing cannot be merged', () => {
  expect(() => mergeRecords([], {})).toThrow(RangeError)
})
