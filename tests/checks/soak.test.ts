import { describe, expect, test } from 'vitest'
import { driftMetrics } from '../../lib/checks/soak/drift-metrics.ts'
import { DriftWatch } from '../../lib/checks/soak/drift-watch.ts'
import { relativeChange } from '../../lib/checks/soak/relative-change.ts'
import type { Sample } from '../../lib/load/series.ts'
import { startTestCluster } from './balancer-cluster.ts'
import { numberOf, runPerfCheck, verdictOf } from './run-perf-check.ts'

/** With one token, a request takes 40 ms. */
const steady = { timeToFirstTokenMs: 40, jitter: 0.05 }
const short = { max_tokens: 1 }
/** Six times slower after 1.5 s of work. */
const hot = { ...steady, throttle: { afterMs: 1_500, factor: 6, rampMs: 200 } }

describe('soak', () => {
  test('names the worker that gets hot, and by how much it slowed down', async () => {
    await using cluster = await startTestCluster([steady, hot])
    const measured = await runPerfCheck(cluster, 'soak', { ...short, duration: '4500ms' })
    const { metrics, intervals } = measured
    expect(metrics.throttled).toContain('w2')
    expect(numberOf(measured, 'service_drift.w2')).toBeGreaterThan(100)
    expect(intervals?.['service_drift.w2']?.low).toBeGreaterThan(5)
    expect(numberOf(measured, 'service_drift.w1')).toBeLessThan(100)
    expect(numberOf(measured, 'throughput.drift')).toBeLessThan(-10)
    expect(numberOf(measured, 'latency.drift')).toBeGreaterThan(10)
    expect(metrics).toMatchObject({ 'errors.last_third': 0, success_rate: 100 })
  })

  test('at a rate starts all requests that are due, however late responses are', async () => {
    await using cluster = await startTestCluster([steady])
    const options = { ...short, rate: '30/s', duration: '1500ms', warmup: 3 }
    const measured = await runPerfCheck(cluster, 'soak', options)
    expect(measured.metrics.requests).toBe(45)
    expect(measured.loads?.[0]).toMatchObject({ driver: 'open', dropped: 0 })
    expect(await cluster.served()).toEqual({ w1: 48 })
  })

  test('reports errors that came at the end', async () => {
    await using cluster = await startTestCluster([steady])
    const timer = setTimeout(() => void cluster.fault(1, { kind: 'error' }), 2_200)
    const options = { ...short, duration: '2500ms', rate: '20/s' }
    const measured = await runPerfCheck(cluster, 'soak', options)
    clearTimeout(timer)
    expect(numberOf(measured, 'errors.last_third')).toBeGreaterThan(0)
    expect(numberOf(measured, 'errors.last_third')).toBe(numberOf(measured, 'failed'))
    expect(measured.evidence.map(({ detail }) => detail).join()).toMatch(/ended with HTTP 500/)
  })

  test('that does not fit into its test is refused before anything is sent', async () => {
    await using cluster = await startTestCluster([steady])
    const tooLong = await runPerfCheck(cluster, 'soak', { duration: '2m' }, { timeoutMs: 60_000 })
    expect(tooLong.error).toEqual({
      code: 'LOAD_TOO_LONG',
      message:
        'a load of 2m does not fit into the test, which ends after 1m: give it a longer `timeout`',
    })
    const aDay = await runPerfCheck(
      cluster,
      'soak',
      { duration: '25h' },
      { timeoutMs: Number.POSITIVE_INFINITY },
    )
    expect(aDay.error?.message).toBe('a load of 1d1h is longer than a day')
    expect(await cluster.served()).toEqual({ w1: 0 })
  })

  test('that is stopped reports the drift so far', async () => {
    await using cluster = await startTestCluster([steady, hot])
    const stop = new AbortController()
    const timer = setTimeout(() => stop.abort(), 4_500)
    const measured = await runPerfCheck(
      cluster,
      'soak',
      { ...short, duration: '6s' },
      { signal: stop.signal },
    )
    clearTimeout(timer)
    expect(measured.loads?.[0]?.isCutShort).toBe(true)
    expect(numberOf(measured, 'service_drift.w2')).toBeGreaterThan(30)
    expect(measured.notes.join()).toMatch(/stopped before its end/)
  })

  // If this machine was too busy to measure, it is inconclusive, and retried.
  test('with a throttled worker fails a spec, which names it', { retry: 2 }, async () => {
    const slow = { timeToFirstTokenMs: 200, jitter: 0.05 }
    await using cluster = await startTestCluster([
      slow,
      { ...slow, throttle: { afterMs: 2_000, factor: 3, rampMs: 100 } },
    ])
    const verdict = await verdictOf(
      cluster,
      '  - name: stays cool\n    soak: { duration: 6s, max_tokens: 1 }\n    expect: { service_drift.each: <= 25%, success_rate: 100% }\n',
    )
    expect(verdict.status).toBe('fail')
    expect(verdict.conditions[0]).toMatchObject({ status: 'fail', member: 'w2' })
  })
})

describe('a drift', () => {
  /** Responds each 10 ms for three seconds, after the first one. */
  function watched(options: { serviceMs: (atMs: number) => number; stoppedMs?: number }) {
    const watch = new DriftWatch({ startMs: 1_000, durationMs: 3_010, settling: 1 })
    for (let atMs = 10; atMs <= 3_010; atMs += 10) {
      watch.record(sample(1_000 + atMs, options.serviceMs(atMs - 10)))
    }
    return watch.report(options.stoppedMs)
  }

  function sample(endMs: number, serviceMs: number, isValid = true): Sample {
    return {
      response: { isValid, startMs: endMs - serviceMs, endMs },
      intendedMs: endMs - serviceMs,
      summary: { workerId: 'w1', serviceMs } as Sample['summary'],
    } as Sample
  }

  test('of constant values is zero', () => {
    const drift = watched({ serviceMs: () => 20 })
    expect(drift.throughput?.percent).toBeCloseTo(0, 6)
    expect(drift.latency?.percent).toBeCloseTo(0, 6)
    expect(driftMetrics(drift).metrics).toMatchObject({
      throttled: [],
      'throttled.count': 0,
      'errors.last_third': 0,
    })
  })

  test('is the change from the first third to the last one', () => {
    const { metrics } = driftMetrics(
      watched({ serviceMs: (atMs) => (atMs <= 1_000 ? 20 : atMs <= 2_000 ? 500 : 30) }),
    )
    expect(metrics['service_drift.w1']).toBeCloseTo(50, 6)
    expect(metrics['latency.drift']).toBeCloseTo(50, 6)
    expect(metrics.throttled).toEqual(['w1'])
  })

  test('of a small rise is not throttling, however certain it is', () => {
    const { metrics } = driftMetrics(watched({ serviceMs: (atMs) => (atMs <= 2_000 ? 20 : 20.8) }))
    expect(metrics['service_drift.w1']).toBeCloseTo(4, 6)
    expect(metrics.throttled).toEqual([])
  })

  test('of a stopped load uses the thirds of the elapsed time', () => {
    const serviceMs = (atMs: number) => (atMs < 1_000 ? 20 : 40)
    const drift = watched({ serviceMs, stoppedMs: 1_000 + 2_110 })
    // 21 of 30 parts: seven in each third, which end after 0.7 s and start at 1.4 s.
    expect(drift.latency?.percent).toBeCloseTo(100, 6)
    expect(watched({ serviceMs, stoppedMs: 1_500 }).latency).toBeUndefined()
    expect(driftMetrics(watched({ serviceMs, stoppedMs: 1_500 })).metrics).toMatchObject({
      throttled: undefined,
    })
  })

  test('counts failures in the last third, and requests that ended later', () => {
    const watch = new DriftWatch({ startMs: 0, durationMs: 3_000, settling: 1 })
    for (let ms = 0; ms < 3_000; ms += 10) watch.record(sample(ms, 5))
    watch.record(sample(100, 5, false))
    watch.record(sample(2_500, 5, false))
    watch.record(sample(3_500, 5, false))
    expect(watch.report().failedInLastThird).toBe(2)
  })
})

describe('a relative change', () => {
  test('has the interval of the ratio', () => {
    const change = relativeChange([9, 10, 11], [18, 20, 22])
    expect(change?.percent).toBeCloseTo(100, 6)
    // Both halves are 4.303 * 1 / sqrt(3) of 10: 24.8 %; together 35.1 %.
    expect(change?.interval?.low).toBeCloseTo((2 * Math.exp(-0.3513) - 1) * 100, 0)
    expect(change?.interval?.high).toBeCloseTo((2 * Math.exp(0.3513) - 1) * 100, 0)
  })

  test('to zero is -100%, and from zero is unknown', () => {
    expect(relativeChange([5, 5], [0, 0])).toEqual({ percent: -100, interval: undefined })
    expect(relativeChange([0, 0], [5, 5])).toBeUndefined()
    expect(relativeChange([1], [1, 1])).toBeUndefined()
  })
})
