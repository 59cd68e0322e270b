import { describe, expect, test } from 'vitest'
import { type Asked, atNine, expectDiagnosis, quicker, single, verdictOn } from './load-verdicts.ts'
import { load, measurement } from './measured-load.ts'

describe('long latencies', () => {
  test('of open loops suggest a lower rate', () => {
    const times = { latency: 300, service_time: 30, queue_wait: 270 }
    const labels = { ...atNine, load: 100 }
    const measured = measurement({ 'open_loop.latency.p99{concurrency=9,load=100}': 300 }, [
      load({ workers: { w1: {} }, labels: { ...atNine, side: 'candidate', repetition: 1 } }),
      load({ workers: { w1: { timesMs: times } }, labels, change: { driver: 'open' } }),
    ])
    // The closed loop of the same level is another load.
    const closed = { ...measured, metrics: { 'latency.avg{concurrency=9}': 30 } }
    expect(verdictOn(closed, quicker).diagnosis).toBeUndefined()
    const verdict = verdictOn(measured, ['open_loop.latency.p99', 'duration', '< 100ms'])
    expectDiagnosis(verdict, 'queue_too_long', /270ms[\s\S]*lower rate/)
  })

  test('before the first token have the prompts as cause', () => {
    const timesMs = { latency: 8_000, service_time: 8_000, ttft: 6_000 }
    const workers = { w1: { ok: 10, timesMs, inputTokens: 40_000, outputTokens: 900 } }
    expectDiagnosis(
      verdictOn(single({ workers }), quicker),
      'first_token_late',
      /6s of the 8s[\s\S]*prompts of 4000 tokens/,
    )
  })

  test('of long responses report their length, and of unknown ones nothing', () => {
    const timesMs = { latency: 8_000, service_time: 8_000, ttft: 500 }
    const workers = { w1: { ok: 10, timesMs, outputTokens: 2_510 } }
    const reported = /251 tokens on average, 30ms for each[\s\S]*max_tokens/
    expectDiagnosis(verdictOn(single({ workers }), quicker), 'answers_long', reported)
    const unknown = { w1: { ok: 10, timesMs: { latency: 8_000, service_time: 8_000 } } }
    expect(verdictOn(single({ workers: unknown }), quicker).diagnosis).toBeUndefined()
  })

  test('without a known response length have no cause', () => {
    const timesMs = { latency: 30, service_time: 30 }
    const workers = { w1: { ok: 10, timesMs, outputTokens: 160 } }
    const measured = measurement({ 'latency.p99': 30 }, [load({ workers })])
    const verdict = verdictOn(measured, ['latency.p99', 'duration', '< 2s'])
    expect(verdict.status).toBe('inconclusive')
    expect(verdict.diagnosis).toBeUndefined()
  })

  test('of a few requests have the stall that caused them', () => {
    const ended = [10, 10, 10, 0, 0, 0, 0, 0, 10, 10]
    const timeline = ended.map((count, index) => ({
      atMs: index * 100,
      ended: count,
      ok: count,
      outputTokens: 0,
    }))
    const measured = measurement({ 'latency.p99': 600 }, [
      load({ workers: { w1: { ok: 50 } }, change: { timeline } }),
    ])
    const verdict = verdictOn(measured, ['latency.p99', 'duration', '< 100ms'])
    expectDiagnosis(
      verdict,
      'load_stalled',
      /no request ended for 500ms, from 300ms after the start/,
    )
  })
})

describe('arrivals above the capacity', () => {
  test('are reported from the wait for slots', () => {
    const timesMs = { latency: 300, service_time: 30, queue_wait: 270 }
    const workers = { w1: { timesMs } }
    const measured = measurement({ achieved: 70 }, [
      load({ workers, change: { driver: 'stages' } }),
    ])
    const verdict = verdictOn(measured, ['achieved', 'percentage', '>= 98%'])
    expectDiagnosis(verdict, 'queue_grows', /wait 270ms/)
  })
})

describe('a missed throughput', () => {
  const more: Asked = ['throughput', 'rate', '> 100/s']

  test.each([
    ['capacity_unused', { mean: 3, untilLastStart: 3.1, most: 6 }, /3\.1 of 6 slots were busy/],
    ['run_too_short', { mean: 4, untilLastStart: 5.9, most: 6 }, /raise `requests` to 1300:/],
  ])('is due to %s', (code, busySlots, reported) => {
    const workers = { w1: {}, w2: {} }
    expectDiagnosis(verdictOn(single({ workers, change: { busySlots } }), more), code, reported)
  })

  test('of a batch is not due to its tail', () => {
    const busySlots = { mean: 4, untilLastStart: 5.9, most: 6 }
    const timesMs = { latency: 90, service_time: 30, queue_wait: 60 }
    const workers = { w1: { timesMs }, w2: { timesMs } }
    const measured = measurement({ makespan: 60_000 }, [load({ workers, change: { busySlots } })], {
      check: 'batch',
    })
    const verdict = verdictOn(measured, ['makespan', 'duration', '< 10s'])
    expectDiagnosis(verdict, 'workers_at_capacity', /with 30ms for a request, 200\/s is the most/)
  })
})
