import { describe, expect, test } from 'vitest'
import type { ModelResponse } from '../../lib/load/model-response.ts'
import { RequestSeries } from '../../lib/load/series.ts'
import type { Slo } from '../../lib/record/load-record.ts'

/** A response to a request that was due at 1000 and handed over at 1020. */
function response(changes: Partial<ModelResponse> = {}): ModelResponse {
  return {
    isValid: true,
    startMs: 1_020,
    endMs: 1_500,
    outputTokens: 11,
    inputTokens: 7,
    ...changes,
  }
}

const streamed = { firstTokenMs: 1_100, tokenGapsMs: Array.from({ length: 10 }, () => 40) }

function seriesOf(responses: readonly ModelResponse[], slo?: Slo) {
  const series = new RequestSeries(slo)
  for (const each of responses)
    series.record({ response: each, intendedMs: 1_000, summary: undefined })
  return series.toRecord(3)
}

describe('a series', () => {
  test('counts latency and first token from the intended start of a request', () => {
    const { times } = seriesOf([response(streamed)])
    expect(times.latency?.avgMs).toBe(500)
    expect(times.ttft?.avgMs).toBe(100)
  })

  test('computes the time per token over all tokens but the first', () => {
    const { times } = seriesOf([response(streamed)])
    expect(times.tpot?.avgMs).toBe((1_500 - 1_100) / 10)
    expect(times.itl).toMatchObject({ count: 10, avgMs: 40 })
  })

  test.each([
    ['is not streamed', {}],
    ['is a single token', { ...streamed, outputTokens: 1, tokenGapsMs: [] }],
  ])('has no time per token of a response that %s', (_, changes) => {
    const { times } = seriesOf([response(changes)])
    expect(times.tpot).toBeUndefined()
    expect(times.itl).toBeUndefined()
  })

  test('ignores times and tokens of failed requests', () => {
    const failed = response({ ...streamed, isValid: false, fault: 'HTTP 500' })
    const record = seriesOf([failed, { ...failed, fault: 'reset' }, failed])
    expect(record).toMatchObject({ ended: 3, ok: 0, inputTokens: 0, outputTokens: 0, times: {} })
    expect(record.faults).toEqual({ 'HTTP 500': 2, reset: 1 })
  })

  test('adds up tokens', () => {
    expect(seriesOf([response(), response(), response({ outputTokens: undefined })])).toMatchObject(
      {
        outputTokens: 22,
        inputTokens: 21,
      },
    )
  })

  test('takes queue and service times from the balancer', () => {
    const series = new RequestSeries()
    const summary = { queueWaitMs: 12, serviceMs: 345 } as never
    series.record({ response: response(), intendedMs: 1_000, summary })
    const { times } = series.toRecord(1)
    expect([times.queue_wait?.avgMs, times.service_time?.avgMs]).toEqual([12, 345])
  })
})

describe('goodput', () => {
  test.each<[string, Slo, number]>([
    ['a latency that is kept', { latencyMs: 500 }, 1],
    ['a latency that is missed', { latencyMs: 499 }, 0],
    ['a first token that is kept', { ttftMs: 100 }, 1],
    ['a first token that is missed', { ttftMs: 99 }, 0],
    ['a time per token that is kept', { tpotMs: 40 }, 1],
    ['a time per token that is missed', { tpotMs: 39 }, 0],
    ['all bounds', { latencyMs: 500, ttftMs: 100, tpotMs: 40 }, 1],
    ['one bound of all that is missed', { latencyMs: 500, ttftMs: 99, tpotMs: 40 }, 0],
    ['no bound', {}, 1],
  ])('with %s', (_, slo, good) => {
    expect(seriesOf([response(streamed)], slo).good).toBe(good)
  })

  test('counts a request without a first token as too late', () => {
    expect(seriesOf([response()], { ttftMs: 1_000 }).good).toBe(0)
  })

  test('counts no failed request', () => {
    expect(
      seriesOf([response({ isValid: false, fault: 'reset' })], { latencyMs: 9_000 }).good,
    ).toBe(0)
  })

  test('is unknown without an SLO', () => {
    expect(seriesOf([response()]).good).toBeUndefined()
  })
})
