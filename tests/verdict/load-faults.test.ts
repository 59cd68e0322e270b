import { describe, expect, test } from 'vitest'
import { faultEvidence } from '../../lib/checks/load-kit/load-metrics.ts'
import { type Expectations, meet } from '../../lib/matchers/meet.ts'
import type { Measurement } from '../../lib/record/measurement.ts'
import type { MetricValue } from '../../lib/units/dimension.ts'
import { explain } from '../../lib/verdict/explain.ts'

/** A check's evidence of requests with this fault. */
function measurement(metrics: Record<string, MetricValue>, ...faults: string[]): Measurement {
  const responses = faults.map((fault) => ({ isValid: false, fault }))
  return {
    check: 'balance',
    subject: { name: 'cluster' },
    notes: [],
    metrics,
    evidence: faultEvidence(responses),
    startedAt: '2026-01-01T00:00:00Z',
    durationMs: 1,
  }
}

function reported(measured: Measurement, expectations: Expectations) {
  const verdict = meet(measured, expectations)
  return { code: verdict.diagnosis?.code, text: explain(verdict) }
}

const served = { success_rate: '100%' }

describe('failures of a load', () => {
  test.each([
    ['UND_ERR_BODY_TIMEOUT', 'requests_timed_out'],
    ['BALANCER_WORKER_DOWN', 'requests_timed_out'],
    ['BALANCER_QUEUE_TIMEOUT', 'queue_overflowed'],
    ['BALANCER_NO_WORKER', 'no_worker_left'],
    ['EHOSTUNREACH', 'worker_unreachable'],
    ['ECONNRESET', 'answers_broken_off'],
    ['a stream that was cut off', 'answers_broken_off'],
    ['a response without choices', 'answers_unusable'],
    ['an empty response of 0 tokens', 'answers_unusable'],
    ['an error object in the stream', 'answers_unusable'],
    ['finish_reason abort', 'generation_aborted'],
    ['HTTP 429', 'requests_refused'],
    ['HTTP 404', 'requests_refused'],
    ['BALANCER_REQUEST_REFUSED', 'requests_refused'],
    ['ERR_SOMETHING_NEW', 'requests_failed'],
  ])('with %s have the diagnosis %s', (fault, code) => {
    expect(reported(measurement({ success_rate: 90 }, fault), served).code).toBe(code)
  })

  test('are reported by the most frequent kind, with all counts', () => {
    const measured = measurement({ success_rate: 90 }, 'HTTP 500', 'ECONNRESET', 'ECONNRESET')
    const { diagnosis } = meet(measured, served)
    expect(diagnosis).toMatchObject({
      code: 'answers_broken_off',
      symptom: 'requests failed: 2 with ECONNRESET, 1 with HTTP 500',
    })
  })

  test('distinguish exhausted retries from missing ones', () => {
    const without = measurement({ success_rate: 90, retries: 0 }, 'ECONNREFUSED')
    const used = measurement({ success_rate: 90, retries: 7 }, 'ECONNREFUSED')
    expect(reported(without, served).text).toContain('nothing was sent again')
    expect(reported(used, served).text).toContain('other tries were used up')
  })

  test('explain shares and times that are off because a worker was down', () => {
    const metrics = {
      'share.w1': 21,
      'share.w2': 79,
      'capacity_share.w1': 49,
      'capacity_share.w2': 51,
      retries: 16,
      optimality_gap: 51,
      strategy: 'hybrid',
      requests: 100,
      throughput: 100,
      'service_time.avg': 30,
    }
    const measured = measurement(metrics)
    expect(reported(measured, { 'share.each': '50% ± 5%' })).toMatchObject({
      code: 'share_off_capacity',
      text: expect.stringContaining('a worker that fails is ejected'),
    })
    expect(reported(measured, { optimality_gap: '< 10%' })).toMatchObject({
      code: 'capacity_unused',
      text: expect.stringContaining('sent again'),
    })
  })
})
