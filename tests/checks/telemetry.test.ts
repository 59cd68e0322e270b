import { describe, expect, test } from 'vitest'
import type { TelemetrySource } from '../../lib/cluster/telemetry-source.ts'
import { startTestCluster, type TestCluster, type WorkerPlan } from './balancer-cluster.ts'
import { runPerfCheck, verdictOf } from './run-perf-check.ts'

const own: TelemetrySource = { intervalMs: 100, metrics: {} }

/** Workers that are scraped on their own page; its gauges are those of the simulator. */
async function startObserved(plans: readonly WorkerPlan[]): Promise<TestCluster> {
  const started = await startTestCluster(plans)
  const workers = started.cluster.workers.map((worker) => ({ ...worker, telemetry: [own] }))
  return { ...started, cluster: { ...started.cluster, workers } }
}

const plan: WorkerPlan = { timeToFirstTokenMs: 30, claims: 3 }

describe.each([
  ['load', { rate: '40/s', requests: 30 }],
  ['load', { rate: '40/s', requests: 30, direct: true }],
  ['batch', { tasks: 60 }],
  ['soak', { duration: '800ms' }],
  ['latency', { requests: 20 }],
  ['benchmark', { requests: 60, concurrency: [3], repetitions: 2 }],
] as const)('%s %j', (kind, options) => {
  test('measures what its workers report about themselves, and each worker separately', async () => {
    await using cluster = await startObserved([plan])
    const measured = await runPerfCheck(cluster, kind, { max_tokens: 8, ...options })
    const labels = kind === 'benchmark' ? '{concurrency=3}' : ''
    const metric = (name: string) => measured.metrics[`telemetry.${name}${labels}`]
    expect(metric('temperature.max')).toBe(40)
    expect(metric('temperature.max.w1')).toBe(40)
    expect(metric('clock.min')).toBe(2_000)
    expect(metric('preemptions')).toBe(0)
    expect(metric('requests_running.max')).toBeGreaterThan(0)
    expect(measured.loads?.at(-1)?.telemetry?.w1?.sources[0]?.failed).toBe(0)
  })
})

test('the temperature and the clock of a worker can have conditions', async () => {
  const throttle = { afterMs: 400, factor: 4, rampMs: 200 }
  await using cluster = await startObserved([{ ...plan, throttle }])
  const { conditions } = await verdictOf(
    cluster,
    `  - name: stays cool
    soak: { duration: 1500ms, max_tokens: 8 }
    expect:
      telemetry.temperature.max: < 85
      telemetry.temperature.max.each: < 85°C
      telemetry.clock.min: "> 1.9GHz"
      telemetry.kv_cache.max: <= 100%
      telemetry.power.max: < 300W
`,
  )
  expect(conditions.map(({ metric, measured }) => [metric, measured])).toEqual([
    ['telemetry.temperature.max', 95],
    ['telemetry.temperature.max.each', 95],
    ['telemetry.clock.min', 500],
    ['telemetry.kv_cache.max', 100],
    ['telemetry.power.max', null],
  ])
  expect(conditions.at(-1)).toMatchObject({
    status: 'no_data',
    reason: expect.stringMatching(/^no data: w1: no known metric of http:.* reports `power`$/),
  })
})

test('a worker that slowed down is throttled if its own metrics report it', async () => {
  const throttle = { afterMs: 1_000, factor: 6, rampMs: 200 }
  await using cluster = await startObserved([plan, { ...plan, throttle }])
  const { status, diagnosis } = await verdictOf(
    cluster,
    `  - name: stays as fast
    soak: { duration: 4s, max_tokens: 8 }
    expect:
      throttled.count: 0
`,
  )
  // On a machine that is too busy, nothing is concluded.
  if (status === 'inconclusive') return
  expect(diagnosis?.code).toBe('worker_throttles')
  expect(diagnosis?.cause).toMatch(/w2: throttled: its clock fell from 2000MHz to \d+MHz at 9\d°C/)
})

test('requests that wait inside a worker are reported', async () => {
  await using cluster = await startObserved([{ ...plan, claims: 6, slots: 2 }])
  const measured = await runPerfCheck(cluster, 'batch', { tasks: 80, max_tokens: 8 })
  expect(measured.metrics['telemetry.requests_running.max']).toBe(2)
  expect(measured.metrics['telemetry.requests_waiting.max']).toBe(4)
})
