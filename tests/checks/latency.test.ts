import { describe, expect, test } from 'vitest'
import { startTestCluster } from './balancer-cluster.ts'
import { numberOf, runPerfCheck, verdictOf } from './run-perf-check.ts'

/** One token: a request takes the time to the first one. */
const exact = { timeToFirstTokenMs: 40, tokenTimeMs: 5, jitter: 0 }

describe('latency', () => {
  test('of serial requests agrees with the service times of the worker', async () => {
    await using cluster = await startTestCluster([exact])
    const options = { requests: 12, warmup: 2, max_tokens: 3 }
    const measured = await runPerfCheck(cluster, 'latency', options)
    const [avg, min, p50, p75, p99, max] = ['avg', 'min', 'p50', 'p75', 'p99', 'max'].map((name) =>
      numberOf(measured, `latency.${name}`),
    )
    expect(min).toBeGreaterThanOrEqual(49)
    expect(avg).toBeLessThan(500)
    expect([min, p50, p75, p99, max]).toEqual(
      [min, p50, p75, p99, max].toSorted((a = 0, b = 0) => a - b),
    )
    expect(measured.metrics).toMatchObject({
      samples: 12,
      requests: 12,
      failed: 0,
      success_rate: 100,
      throughput: 1_000 / (avg ?? 0),
    })
    expect(await cluster.served()).toEqual({ w1: 14 })
  })

  test('has the statistics of tinybench over the recorded times', async () => {
    await using cluster = await startTestCluster([{ ...exact, jitter: 0.3 }])
    const measured = await runPerfCheck(cluster, 'latency', { requests: 10, warmup: 0 })
    const recorded = measured.loads?.[0]?.total.times.latency
    // The recorded latency counts from the intended start, a few microseconds earlier at most.
    expect(numberOf(measured, 'latency.avg')).toBeCloseTo(recorded?.avgMs ?? 0, 1)
    expect(numberOf(measured, 'latency.max')).toBeCloseTo(recorded?.maxMs ?? 0, 1)
    const { low = 0, high = 0 } = measured.intervals?.['latency.avg'] ?? {}
    const [avg, sd] = [numberOf(measured, 'latency.avg'), numberOf(measured, 'latency.sd')]
    // Student's t for nine degrees of freedom.
    expect((high - low) / 2).toBeCloseTo((2.2622 * sd) / Math.sqrt(10), 3)
    expect(numberOf(measured, 'margin_of_error')).toBeCloseTo(((high - low) / 2 / avg) * 100, 6)
  })

  test('has a time to first token for streams only', async () => {
    await using cluster = await startTestCluster([exact])
    const options = { requests: 4, warmup: 0, max_tokens: 8 }
    const streamed = await runPerfCheck(cluster, 'latency', { ...options, stream: true })
    expect(numberOf(streamed, 'ttft.p50')).toBeGreaterThanOrEqual(39)
    expect(numberOf(streamed, 'ttft.p50')).toBeLessThan(numberOf(streamed, 'latency.p50'))
    const plain = await runPerfCheck(cluster, 'latency', options)
    expect(plain.metrics).not.toHaveProperty(['ttft.p50'])
  })

  test('excludes failed requests from the times', async () => {
    await using cluster = await startTestCluster([{ ...exact, seed: 3 }])
    await cluster.fault(1, { kind: 'error', probability: 0.4 })
    const measured = await runPerfCheck(cluster, 'latency', { requests: 20, warmup: 0 })
    const samples = numberOf(measured, 'samples')
    expect(samples).toBeGreaterThan(1)
    expect(samples + numberOf(measured, 'failed')).toBe(20)
    expect(numberOf(measured, 'failed')).toBeGreaterThan(0)
    // An error arrives at once, and would be the shortest time of all.
    expect(numberOf(measured, 'latency.min')).toBeGreaterThanOrEqual(39)
    expect(measured.evidence.map(({ detail }) => detail).join()).toMatch(/ended with HTTP 500/)
  })

  test('without any response has no data, rather than a time', async () => {
    await using cluster = await startTestCluster([exact])
    await cluster.fault(1, { kind: 'refuse' })
    const { metrics, intervals } = await runPerfCheck(cluster, 'latency', {
      requests: 3,
      warmup: 0,
    })
    expect(metrics).toMatchObject({ samples: 0, success_rate: 0, failed: 3 })
    expect(metrics).not.toHaveProperty(['latency.avg'])
    expect(metrics).not.toHaveProperty(['throughput'])
    expect(intervals).toBeUndefined()
  })

  test('that is stopped reports the measurements so far', async () => {
    await using cluster = await startTestCluster([exact])
    const stop = new AbortController()
    const measured = await runPerfCheck(
      cluster,
      'latency',
      { requests: 50, warmup: 0 },
      {
        signal: stop.signal,
        onProgress: ({ done, total, step }) => {
          expect({ total, step }).toEqual({ total: 50, step: 'w1, one by one' })
          if (done === 4) stop.abort()
        },
      },
    )
    expect(numberOf(measured, 'samples')).toBe(4)
    expect(numberOf(measured, 'latency.avg')).toBeGreaterThanOrEqual(39)
    expect(measured.loads?.[0]).toMatchObject({ isCutShort: true })
  })

  // If this machine was too busy to measure, it is inconclusive, and retried.
  test('over its budget fails a spec', { retry: 2 }, async () => {
    await using cluster = await startTestCluster([{ ...exact, timeToFirstTokenMs: 150 }])
    await cluster.fault(1, { kind: 'slow', factor: 3 })
    const verdict = await verdictOf(
      cluster,
      '  - name: fast\n    latency: { requests: 4, max_tokens: 1 }\n    expect: { latency.avg: < 300ms, success_rate: 100% }\n',
    )
    expect(verdict.status).toBe('fail')
    expect(verdict.conditions.map(({ metric, status }) => [metric, status])).toEqual([
      ['latency.avg', 'fail'],
      ['success_rate', 'pass'],
    ])
  })
})
