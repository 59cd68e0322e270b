import { describe, expect, test } from 'vitest'
import { type Expectations, meet } from '../../lib/matchers/meet.ts'
import type { MetricValue } from '../../lib/units/dimension.ts'

function verdict(metrics: Record<string, MetricValue>, expectations: Expectations) {
  const measurement = {
    check: 'benchmark',
    subject: { name: 'cluster' },
    notes: [],
    metrics,
    evidence: [
      {
        attempt: '60 requests through the balancer',
        outcome: 'http',
        afterMs: 0,
        detail: '48 ended with HTTP 500',
      } as const,
    ],
    startedAt: '2026-01-01T00:00:00Z',
    durationMs: 1,
  }
  const { status, conditions, diagnosis } = meet(measurement, expectations)
  return { status, reason: conditions[0]?.reason, code: diagnosis?.code }
}

describe('a load in which too many requests failed', () => {
  test.each(['latency.p95', 'speedup', 'tokens_per_second.output', 'share.w1', 'optimal_to_slots'])(
    'with %s has no data, and the failures are reported',
    (metric) => {
      const met = {
        [metric]: metric.startsWith('latency')
          ? '< 1s'
          : metric === 'share.w1'
            ? '> 1%'
            : metric.startsWith('tokens')
              ? '> 1/s'
              : '> 0.1x',
      }
      const { status, reason, code } = verdict(
        { success_rate: 20, 'baseline.success_rate': 100, [metric]: 50 },
        met,
      )
      expect({ status, code }).toEqual({ status: 'fail', code: 'answers_unusable' })
      expect(reason).toMatch(
        /^only 20% of the requests succeeded \(48 ended with HTTP 500\), at least 99%/,
      )
      const all = { success_rate: 100, 'baseline.success_rate': 100, [metric]: 50 }
      expect(verdict(all, met).status).toBe('pass')
    },
  )

  test('has the failures themselves judged', () => {
    expect(
      verdict({ failed: 48, requests: 60, success_rate: 20 }, { failed: '< 50', requests: '> 50' })
        .status,
    ).toBe('pass')
  })

  test('has its times judged if the test sets the required success rate', () => {
    const metrics = { success_rate: 85, 'latency.p95': 50 }
    expect(verdict(metrics, { 'latency.p95': '< 1s', success_rate: '>= 80%' }).status).toBe('pass')
    expect(verdict(metrics, { 'latency.p95': '< 1s', failed: '> 0' }).status).toBe('fail')
  })

  test('still misses a time that is too long even so', () => {
    const { reason } = verdict(
      { success_rate: 20, 'latency.p95': 5_000 },
      { 'latency.p95': '< 1s' },
    )
    expect(reason).toMatch(/5s/)
  })
})

describe('the success rate that counts is', () => {
  const at5 = { 'success_rate{concurrency=5}': 100, 'latency.p95{concurrency=5}': 10 }
  const at9 = { 'success_rate{concurrency=9}': 50, 'latency.p95{concurrency=9}': 10 }

  test('that of the level', () => {
    expect(verdict(at5, { 'latency.p95': '< 1s' }).status).toBe('pass')
    expect(verdict({ ...at5, ...at9 }, { 'latency.p95': '< 1s' }).status).toBe('fail')
  })

  test('the lowest of all levels, for a metric of all', () => {
    const metrics = { ...at5, ...at9, optimal_concurrency: 5 }
    expect(verdict(metrics, { optimal_concurrency: '> 0' }).reason).toMatch(/^only 50%/)
  })

  test('that of both sides, for a comparison', () => {
    const metrics = { success_rate: 100, 'baseline.success_rate': 98, speedup: 2 }
    expect(verdict(metrics, { speedup: '> 1x' }).reason).toMatch(
      /^only 98%.*`baseline.success_rate`/,
    )
  })

  test('no data if nothing ended', () => {
    expect(verdict({ 'latency.p95': 10 }, { 'latency.p95': '< 1s' }).reason).toMatch(/^no data/)
  })
})
