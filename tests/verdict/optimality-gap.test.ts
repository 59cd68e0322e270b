import { expect, test } from 'vitest'
import { meet } from '../../lib/matchers/meet.ts'
import type { MetricValue } from '../../lib/units/dimension.ts'

function diagnosisOf(metrics: Record<string, MetricValue>) {
  const { diagnosis } = meet(
    {
      check: 'balance',
      subject: { name: 'cluster' },
      evidence: [],
      notes: [],
      metrics: { 'service_time.avg': 30, strategy: 'hybrid', retries: 0, ...metrics },
      startedAt: '2026-01-01T00:00:00Z',
      durationMs: 1,
    },
    { optimality_gap: '< 10%' },
  )
  return diagnosis
}

test('a gap that the end of a short run explains suggests more requests', () => {
  // 12 requests within 60 ms, of which the last slots' 30 ms are half.
  const diagnosis = diagnosisOf({ optimality_gap: 17, requests: 12, throughput: 200 })
  expect(diagnosis).toMatchObject({
    code: 'run_too_short',
    cause: expect.stringContaining('50%'),
    remedy: [expect.stringContaining('raise `requests`')],
  })
})

test('a gap of a long run does not, and under `hybrid` is not blamed on the strategy', () => {
  const diagnosis = diagnosisOf({ optimality_gap: 20, requests: 300, throughput: 100 })
  expect(diagnosis?.code).toBe('capacity_unused')
  expect(diagnosis?.remedy.join()).not.toContain('strategy: hybrid')
})
