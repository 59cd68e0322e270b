import { describe, expect, test } from 'vitest'
import { RequestSeries } from '../../lib/load/series.ts'
import { meet } from '../../lib/matchers/meet.ts'
import type { LoadRecord } from '../../lib/record/load-record.ts'
import { recordMetrics } from '../../lib/record/record-metrics.ts'
import { loadRecord } from '../checks/benchmark/load-records.ts'

interface Stream {
  readonly chunks: number
  readonly tokens?: number
  readonly gapMs: number
}

/** A load of 400 equal streams. */
function load({ chunks, tokens, gapMs }: Stream, countsChunks = false): LoadRecord {
  const series = new RequestSeries(undefined, countsChunks)
  for (let index = 0; index < 400; index++) {
    series.record({
      response: {
        isValid: true,
        startMs: 0,
        firstTokenMs: 50,
        endMs: 50 + chunks * gapMs,
        chunks,
        ...(tokens !== undefined && { outputTokens: tokens }),
        tokenGapsMs: Array.from({ length: chunks - 1 }, () => gapMs),
      },
      intendedMs: 0,
      summary: undefined,
    })
  }
  return { ...loadRecord({}), labels: {}, total: series.toRecord(1) }
}

function status(record: LoadRecord, metric: string, condition: string): string | undefined {
  const measurement = {
    check: 'load',
    subject: { name: 'cluster' },
    evidence: [],
    notes: [],
    metrics: recordMetrics(record) as never,
    loads: [record],
    startedAt: '2026-01-01T00:00:00Z',
    durationMs: 1,
  }
  const [verdict] = meet(measurement, { [metric]: condition }).conditions
  return `${verdict?.status}: ${verdict?.reason ?? ''}`
}

describe('tokens that the server did not count', () => {
  const uncounted = { chunks: 10, gapMs: 5 }

  test.each([
    ['tokens_per_second.output', '> 1/s'],
    ['tpot.p95', '< 1s'],
  ])('decide nothing about %s', (metric, condition) => {
    expect(status(load(uncounted), metric, condition)).toMatch(
      /^inconclusive: .*chunks, not tokens/,
    )
    expect(status(load({ ...uncounted, tokens: 10 }), metric, condition)).toBe('pass: ')
    expect(status(load(uncounted, true), metric, condition)).toBe('pass: ')
  })

  test('do not affect times', () => {
    expect(status(load(uncounted), 'ttft.p95', '< 1s')).toBe('pass: ')
    expect(status(load(uncounted), 'itl.p95', '< 1s')).toBe('pass: ')
  })
})

describe('a stream that was held back', () => {
  test.each(['ttft.p95', 'itl.p95', 'tpot.p95'])('decides nothing about %s', (metric) => {
    const held = load({ chunks: 10, tokens: 10, gapMs: 0 })
    expect(status(held, metric, '< 1s')).toMatch(/^inconclusive: .*held back: in 400 of 400/)
  })

  test('may be one chunk of many tokens', () => {
    const one = load({ chunks: 1, tokens: 30, gapMs: 5 })
    expect(status(one, 'ttft.p95', '< 1s')).toMatch(/^inconclusive: .*held back/)
  })

  test('is not one whose chunks have several tokens each', () => {
    const bundled = load({ chunks: 4, tokens: 32, gapMs: 40 })
    expect(status(bundled, 'tpot.p95', '< 1s')).toBe('pass: ')
    expect(recordMetrics(bundled)['tpot.p50']).toBeCloseTo(160 / 31, 1)
  })

  test('still decides about latency', () => {
    expect(status(load({ chunks: 10, tokens: 10, gapMs: 0 }), 'latency.p95', '< 1s')).toBe('pass: ')
  })
})
