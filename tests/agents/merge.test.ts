import { expect, test } from 'vitest'
import { mergeParts } from '../../lib/agents/coordinator/merge.ts'
import type { AgentResult } from '../../lib/agents/protocol.ts'
import { TimeHistogram } from '../../lib/load/time-histogram.ts'
import type { LoadRecord, SeriesRecord } from '../../lib/record/load-record.ts'
import { loadRecord } from '../checks/benchmark/load-records.ts'

const startMs = 1_000_000

function resultOf(agent: string, ms: readonly number[], changes: Partial<LoadRecord> = {}) {
  const histogram = new TimeHistogram()
  for (const each of ms) histogram.record(each)
  const record = loadRecord({ ok: ms.length, durationMs: 1_000 })
  const latency = histogram.toRecord()
  const total: SeriesRecord = {
    ...record.total,
    inFlightMax: 3,
    times: latency ? { latency } : {},
  }
  const result: AgentResult = {
    load: 'x',
    agent,
    host: 'h',
    cores: 2,
    clockErrorMs: 0.1,
    redis: 'r',
    startedAtMs: startMs,
    pace: {
      due: { count: ms.length, firstMs: 0, lastMs: 900 },
      answered: { count: ms.length, firstMs: 10, lastMs: 950 },
    },
    record: { ...record, total, workers: { w1: total }, ...changes },
  }
  return result
}

/** Skewed on purpose: the average of the two p99 is far from that of all requests. */
const fast = Array.from({ length: 9_000 }, (_, index) => 10 + (index % 100) / 10)
const slow = Array.from({ length: 1_000 }, (_, index) => 200 + index)

test('merged quantiles equal those of all latencies together, within the resolution of the histogram', () => {
  const { record } = mergeParts({
    results: [resultOf('a1', fast), resultOf('a2', slow)],
    lost: [],
    startMs,
  })
  const pooled = [...fast, ...slow].toSorted((a, b) => a - b)
  const { latency } = record.total.times
  for (const [share, ms] of [
    [0.5, latency?.p50Ms],
    [0.95, latency?.p95Ms],
    [0.99, latency?.p99Ms],
  ] as const) {
    const exact = pooled[Math.ceil(share * pooled.length) - 1] ?? 0
    expect(Math.abs((ms ?? 0) - exact) / exact).toBeLessThan(0.002)
  }
  const exactMean = pooled.reduce((sum, ms) => sum + ms, 0) / pooled.length
  expect(latency).toMatchObject({ count: 10_000, minMs: 10, maxMs: 1_199 })
  expect(latency?.avgMs).toBeCloseTo(exactMean, 6)
  expect(record.total).toMatchObject({ ended: 10_000, ok: 10_000, inFlightMax: 6 })
})

test('the merged duration of parallel parts is that of the longest, on their shared clock', () => {
  const first = resultOf('a1', [10, 20], { durationMs: 1_000 })
  const second = { ...resultOf('a2', [30], { durationMs: 900 }), startedAtMs: startMs + 200 }
  const { record, pace } = mergeParts({ results: [first, second], lost: [], startMs })
  expect(record.durationMs).toBe(1_100)
  expect(record.agents?.map(({ name, startedLateMs }) => [name, startedLateMs])).toEqual([
    ['a1', 0],
    ['a2', 200],
  ])
  expect(pace).toEqual({
    due: { count: 3, firstMs: 0, lastMs: 1_100 },
    answered: { count: 3, firstMs: 10, lastMs: 1_150 },
  })
})

test('requests of a lost agent count once, with an unknown outcome', () => {
  const lost = {
    name: 'a2',
    host: 'h',
    cores: 2,
    clockErrorMs: 0.1,
    requests: 40,
    words: 'agent a2 on h was not heard of',
  }
  const { record } = mergeParts({ results: [resultOf('a1', [10, 20])], lost: [lost], startMs })
  expect(record.started).toBe(42)
  expect(record.total).toMatchObject({ ended: 42, ok: 2, faults: { unknown: 40 } })
  expect(record.total.words?.unknown).toBe('agent a2 on h was not heard of')
  expect(record.agents?.[1]).toMatchObject({ name: 'a2', started: 40, lost: lost.words })
})

test('an agent that limited its load is named in the reason', () => {
  const limited = resultOf('a2', [10])
  const { client } = limited.record
  const busy = {
    ...limited,
    record: { ...limited.record, client: { ...client, limitedBy: ['its event loop was late'] } },
  }
  const { record } = mergeParts({ results: [resultOf('a1', [10]), busy], lost: [], startMs })
  expect(record.client.limitedBy).toEqual(['agent a2: its event loop was late'])
})

test('merged timelines of different lengths contain every request', () => {
  const part = { ended: 2, ok: 1, outputTokens: 3, latencyAvgMs: 10, latencyP95Ms: 12 }
  const short = [0, 100, 200, 300].map((atMs) => ({ ...part, atMs, inFlightMean: 2 }))
  const long = [0, 200].map((atMs) => ({ ...part, atMs, latencyP95Ms: 20, inFlightMean: 1 }))
  const { record } = mergeParts({
    results: [resultOf('a1', [1], { timeline: short }), resultOf('a2', [1], { timeline: long })],
    lost: [],
    startMs,
  })
  expect(record.timeline).toEqual([
    ...[0, 200].map((atMs) => ({
      atMs,
      ended: 6,
      ok: 3,
      outputTokens: 9,
      latencyAvgMs: 10,
      latencyP95Ms: 20,
      inFlightMean: 3,
    })),
  ])
})
