import { describe, expect, test } from 'vitest'
import type { Measurement } from '../../lib/record/measurement.ts'
import { startTestCluster } from './balancer-cluster.ts'
import { runPerfCheck, verdictOf } from './run-perf-check.ts'

const numberOf = ({ metrics }: Measurement, name: string) => metrics[name] as number

describe('a benchmark', () => {
  test('of three workers against one measures the speedup that their slots allow, in turns', async () => {
    await using cluster = await startTestCluster([{}, {}, {}])
    const measured = await cluster.run('benchmark', {
      requests: 90,
      concurrency: 9,
      repetitions: 2,
      compare: { baseline: 'first' },
    })
    const speedup = numberOf(measured, 'speedup{concurrency=9}')
    expect(speedup).toBeGreaterThan(2)
    expect(speedup).toBeLessThan(3.2)
    const served = await cluster.served()
    const all = Object.values(served).reduce((sum, count) => sum + count, 0)
    // Both sides warm up with ten requests, and send ninety twice.
    expect(all).toBe(2 * (10 + 2 * 90))
    expect(measured.loads?.map(({ labels }) => `${labels.side} ${labels.repetition}`)).toEqual([
      'baseline 1',
      'baseline 2',
      'candidate 1',
      'candidate 2',
    ])
    const times = (measured.loads ?? [])
      .toSorted((a, b) => a.startedAt.localeCompare(b.startedAt))
      .map(({ labels }) => labels.side)
    expect(times).toEqual(['baseline', 'candidate', 'candidate', 'baseline'])
  })

  test('reports the loss of speedup if one worker is slow', async () => {
    await using cluster = await startTestCluster([{}, {}, { speed: 1 / 3 }])
    const measured = await cluster.run('benchmark', {
      requests: 120,
      concurrency: 9,
      repetitions: 1,
      compare: { baseline: 'first' },
    })
    expect(numberOf(measured, 'speedup{concurrency=9}')).toBeLessThan(2.6)
    const [loss, workers] = ['loss', 'loss.workers'].map((name) =>
      numberOf(measured, `${name}{concurrency=9}`),
    )
    expect(loss).toBeGreaterThan(15)
    expect(workers).toBeGreaterThan((loss ?? 0) / 2)
  })

  test('over several concurrencies names the one above which throughput no longer grows', async () => {
    const slow = { timeToFirstTokenMs: 60, jitter: 0 }
    await using cluster = await startTestCluster([slow, slow])
    const ladder = { requests: 60, concurrency: [1, 6, 24], repetitions: 1, knee: '20%' }
    const measured = await cluster.run('benchmark', ladder)
    expect(measured.metrics).toMatchObject({ optimal_concurrency: 6, optimal_to_slots: 1 })
    expect(numberOf(measured, 'queue_wait.p50{concurrency=24}')).toBeGreaterThan(10)
    expect(measured.metrics).not.toHaveProperty('speedup{concurrency=6}')
  })

  test('with numbers of workers compares each with the smallest', async () => {
    await using cluster = await startTestCluster([{}, {}, {}])
    const measured = await cluster.run('benchmark', {
      requests: 60,
      workers: [1, 3],
      repetitions: 1,
    })
    expect(numberOf(measured, 'speedup{concurrency=3,workers=1}')).toBeGreaterThan(0.7)
    expect(numberOf(measured, 'speedup{concurrency=3,workers=1}')).toBeLessThan(1.4)
    expect(numberOf(measured, 'speedup{concurrency=9,workers=3}')).toBeGreaterThan(1.9)
  })

  test('adds open loops below and at the ceiling to its levels', async () => {
    await using cluster = await startTestCluster([{}, {}])
    const measured = await cluster.run('benchmark', {
      requests: 60,
      concurrency: 6,
      repetitions: 1,
      open_loop: ['50%', '100%'],
    })
    const closed = numberOf(measured, 'throughput{concurrency=6}')
    const half = numberOf(measured, 'open_loop.throughput{concurrency=6,load=50}')
    expect(half).toBeGreaterThan(closed * 0.3)
    expect(half).toBeLessThan(closed * 0.75)
    expect(measured.metrics).toHaveProperty('open_loop.latency.p99{concurrency=6,load=100}')
  })

  test('finds the arrival rate that keeps an SLO, below the capacity of the workers', async () => {
    await using cluster = await startTestCluster([{ jitter: 0 }, { jitter: 0 }])
    const measured = await cluster.run('benchmark', {
      requests: 80,
      concurrency: 6,
      repetitions: 1,
      find: 'capacity',
      slo: { latency: '120ms', share: '95%' },
    })
    const closed = numberOf(measured, 'throughput{concurrency=6}')
    expect(numberOf(measured, 'capacity')).toBeGreaterThan(closed / 20)
    expect(numberOf(measured, 'capacity')).toBeLessThan(closed * 1.1)
    expect(numberOf(measured, 'goodput{concurrency=6}')).toBe(100)
  })

  test('names the worker whose port closes in the middle of the load', async () => {
    await using cluster = await startTestCluster([{}, {}])
    await cluster.fault(2, { kind: 'refuse' })
    const measured = await cluster.run('benchmark', {
      requests: 60,
      concurrency: 6,
      repetitions: 1,
      compare: { baseline: ['w1'] },
    })
    const details = measured.evidence.map(({ attempt, detail }) => `${attempt}: ${detail}`)
    expect(details.join('\n')).toMatch(/during the load: w2: \d+ of \d+ failed/)
    expect(numberOf(measured, 'share.w2{concurrency=6}')).toBe(0)
  })

  test('repeats until its time is used up, and reports that', async () => {
    await using cluster = await startTestCluster([{}])
    const options = { requests: 9, concurrency: 3 }
    const open = { isOpen: () => true }
    const asked = { ...options, max_time: '1ms', max_repetitions: 60 }
    const short = await runPerfCheck(cluster, 'benchmark', asked, open)
    expect(short.loads).toHaveLength(3)
    expect(short.notes).toEqual([
      'prompts: each of its own (cold prefix)',
      expect.stringMatching(
        /^at concurrency 3 the time was used up after 3 of 60 repetitions, and something still open: /,
      ),
    ])
    const late = await runPerfCheck(cluster, 'benchmark', options, { ...open, timeoutMs: 1 })
    expect(late.notes.at(-1)).toContain('after 3 of 30 repetitions')
    const all = { ...options, max_repetitions: 5, max_time: '40s' }
    const whole = await runPerfCheck(cluster, 'benchmark', all, open)
    expect(whole.loads).toHaveLength(5)
    expect(whole.notes).toEqual(['prompts: each of its own (cold prefix)'])
  })

  test('continues until there are enough responses for the quantile of a condition', async () => {
    await using cluster = await startTestCluster([{}])
    const { status, conditions, measurement } = await verdictOf(
      cluster,
      '  - name: p99\n    benchmark: { requests: 60, concurrency: 3 }\n    expect: { latency.p99: < 20s }\n',
    )
    expect(conditions).toMatchObject([{ metric: 'latency.p99' }])
    expect(status).toBe('pass')
    // 299 responses are needed.
    expect(measurement?.loads).toHaveLength(5)
  })

  test('without repetitions left reports such a quantile as undecided, with the responses that it needs', async () => {
    await using cluster = await startTestCluster([{}])
    const { status, conditions } = await verdictOf(
      cluster,
      '  - name: p99\n    benchmark: { requests: 50, concurrency: 3, repetitions: 1 }\n    expect: { latency.p99: < 20s, latency.p50: < 20s }\n',
    )
    expect(status).toBe('inconclusive')
    expect(conditions).toMatchObject([
      {
        status: 'inconclusive',
        reason: expect.stringContaining('299 responses, 50 were measured'),
      },
      { status: 'pass' },
    ])
  })

  test('with workers that do not exist is an error, and sends nothing', async () => {
    await using cluster = await startTestCluster([{}])
    const { error } = await cluster.run('benchmark', { workers: [1, 3] })
    expect(error).toMatchObject({ code: 'TOO_FEW_WORKERS' })
    expect(await cluster.served()).toEqual({ w1: 0 })
  })
})
