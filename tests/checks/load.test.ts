import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { checkCatalog } from '../../lib/checks/catalog.ts'
import { Pace, paceMetrics } from '../../lib/load/pace.ts'
import type { Sample } from '../../lib/load/series.ts'
import { readSpec } from '../../lib/spec/read-spec.ts'
import { startTestCluster } from './balancer-cluster.ts'
import { numberOf, runPerfCheck, verdictOf } from './run-perf-check.ts'

/** With one token, a request takes 40 ms: a worker of three slots serves 75/s. */
const exact = { timeToFirstTokenMs: 40, jitter: 0 }
const short = { max_tokens: 1, warmup: 3 }

// Its traces are in folders of the test.
beforeEach(() => {
  vi.stubEnv('CLUSTERGATE_FILES', tmpdir())
})
afterEach(() => {
  vi.unstubAllEnvs()
})

describe('load', () => {
  test('sends requests at a rate, and a cluster with spare capacity keeps up', async () => {
    await using cluster = await startTestCluster([exact])
    const options = { ...short, rate: '40/s', duration: '1500ms', arrivals: 'constant' }
    const measured = await runPerfCheck(cluster, 'load', options)
    expect(measured.metrics).toMatchObject({
      requests: 60,
      failed: 0,
      dropped: 0,
      success_rate: 100,
    })
    expect(numberOf(measured, 'offered_rate')).toBeCloseTo(40, 6)
    expect(numberOf(measured, 'achieved')).toBeGreaterThan(60)
    expect(numberOf(measured, 'achieved')).toBeLessThan(140)
    expect(numberOf(measured, 'latency.p50')).toBeGreaterThanOrEqual(39)
    expect(numberOf(measured, 'client_lag.p99')).toBeGreaterThanOrEqual(0)
    expect(await cluster.served()).toEqual({ w1: 63 })
  })

  test('beyond the capacity of the cluster drops the excess, and reports its lag', async () => {
    await using cluster = await startTestCluster([{ ...exact, claims: 1 }])
    const measured = await runPerfCheck(cluster, 'load', {
      ...short,
      rate: '100/s',
      duration: '1200ms',
      arrivals: 'constant',
      max_in_flight: 5,
      slo: { latency: '100ms' },
    })
    const [sent, dropped] = [numberOf(measured, 'requests'), numberOf(measured, 'dropped')]
    expect(sent + dropped).toBe(120)
    // One slot of 40 ms serves 25/s, a quarter of what comes.
    expect(dropped).toBeGreaterThan(60)
    expect(numberOf(measured, 'achieved')).toBeLessThan(40)
    expect(numberOf(measured, 'success_rate')).toBe(100)
    const good = measured.loads?.[0]?.total.good ?? 0
    expect(numberOf(measured, 'goodput')).toBeCloseTo((good / 120) * 100, 6)
    expect(numberOf(measured, 'in_flight.max')).toBe(5)
  })

  test('in stages sends the number of requests of their area', async () => {
    await using cluster = await startTestCluster([exact])
    const measured = await runPerfCheck(cluster, 'load', {
      ...short,
      arrivals: 'constant',
      start_rate: '20/s',
      stages: [
        { duration: '500ms', rate: '20/s' },
        { duration: '500ms', rate: '60/s' },
      ],
    })
    // 10 at 20/s, and 20 while it rises to 60/s.
    expect(measured.metrics.requests).toBe(30)
    expect(measured.loads?.[0]?.driver).toBe('stages')
  })

  test('replays a trace at the configured speed', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'trace.jsonl')
    const lines = Array.from({ length: 11 }, (_, index) => `{"timestamp": ${5_000 + index * 100}}`)
    await writeFile(file, lines.join('\n'))
    await using cluster = await startTestCluster([exact])
    const measured = await runPerfCheck(cluster, 'load', { ...short, trace: file, speed: '2x' })
    expect(measured.metrics).toMatchObject({ requests: 11, failed: 0 })
    expect(measured.loads?.[0]?.driver).toBe('replay')
    expect(numberOf(measured, 'offered_rate')).toBeCloseTo(20, 6)
    const seconds = { file, unit: 's', field: 'timestamp' }
    const tooLong = await runPerfCheck(cluster, 'load', { trace: seconds })
    expect(tooLong.error?.code).toBe('LOAD_TOO_LONG')
  })

  test('of an unreadable trace reports the position, and sends nothing', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'trace.jsonl')
    await writeFile(file, '{"timestamp": 1}\n{"timestamp": "soon"}\n')
    await using cluster = await startTestCluster([exact])
    const { error } = await runPerfCheck(cluster, 'load', { trace: file })
    expect(error?.code).toBe('TRACE_UNREADABLE')
    expect(error?.message).toMatch(/trace\.jsonl:2/)
    expect(await cluster.served()).toEqual({ w1: 0 })
  })

  test('sent directly to a worker is queued by the worker', async () => {
    await using cluster = await startTestCluster([{ ...exact, claims: 1 }])
    const measured = await runPerfCheck(cluster, 'load', {
      ...short,
      direct: true,
      rate: '100/s',
      requests: 30,
      arrivals: 'constant',
    })
    // Through a balancer, one slot would have served one after the other.
    expect(measured.metrics).toMatchObject({ requests: 30, failed: 0, success_rate: 100 })
    const { latency, queue_wait } = measured.loads?.[0]?.total.times ?? {}
    expect(latency?.maxMs).toBeGreaterThan(200)
    expect(queue_wait).toBeUndefined()
    expect(await cluster.served()).toEqual({ w1: 33 })
  })

  test('sent directly to several workers is an error', async () => {
    await using cluster = await startTestCluster([exact, exact])
    const { error } = await runPerfCheck(cluster, 'load', { ...short, direct: true, rate: '9/s' })
    expect(error).toEqual({
      code: 'DIRECT_NEEDS_ONE_WORKER',
      message: '`direct` needs one worker, and the test selects 2: w1, w2',
    })
    expect(await cluster.served()).toEqual({ w1: 0, w2: 0 })
  })

  test('that is stopped reports the measurements so far', async () => {
    await using cluster = await startTestCluster([exact])
    const stop = new AbortController()
    const measured = await runPerfCheck(
      cluster,
      'load',
      { ...short, rate: '50/s', requests: 500 },
      { signal: stop.signal, onProgress: ({ done }) => done === 10 && stop.abort() },
    )
    expect(numberOf(measured, 'requests')).toBeLessThan(100)
    expect(numberOf(measured, 'latency.p50')).toBeGreaterThanOrEqual(39)
    expect(measured.loads?.[0]?.isCutShort).toBe(true)
  })

  // If this machine was too busy to measure, it is inconclusive, and retried.
  test('beyond the capacity of the cluster fails a spec', { retry: 2 }, async () => {
    await using cluster = await startTestCluster([{ timeToFirstTokenMs: 300, claims: 1 }])
    const verdict = await verdictOf(
      cluster,
      '  - name: keeps up\n    load: { rate: 10/s, duration: 2s, max_tokens: 1, arrivals: constant }\n    expect: { achieved: ">= 90%", success_rate: 100% }\n',
    )
    expect(verdict.conditions.map(({ metric, status }) => `${metric} ${status}`)).toEqual([
      'achieved fail',
      'success_rate pass',
    ])
  })
})

describe('the schedule of a load', () => {
  const read = (options: string) => () =>
    readSpec(
      {
        file: '/specs/perf/a.spec.yaml',
        text: `suite: s\ntests:\n  - name: t\n    load: ${options}\n    expect: { dropped: 0 }\n`,
      },
      {
        cluster: { file: '/c', workers: [], allowCommands: false },
        catalog: checkCatalog,
        env: {},
      },
    )

  test.each([
    ['{}', /the schedule is missing/],
    ['', /`load` is empty/],
    ['{ rate: 5/s, trace: a.csv }', /several schedules are given together: `rate`, `trace`/],
    ['{ trace: a.csv, duration: 5s }', /exclude each other/],
    ['{ rate: 0/s }', /a rate above zero such as "20\/s"/],
    ['{ rate: 20 }', /`rate` is 20/],
    ['{ stages: [{ duration: 5s }] }', /the key `rate` is missing/],
  ])('%s is reported as an error', (options, message) => {
    expect(read(options)).toThrow(message)
  })
})

describe('the pace of a load', () => {
  const sample = (intendedMs: number, endMs: number, isValid = true) =>
    ({ response: { isValid, startMs: intendedMs, endMs }, intendedMs }) as Sample

  test('is 100% if responses end as fast as requests arrive, however late', () => {
    const pace = new Pace()
    for (let ms = 0; ms < 1_000; ms += 100) pace.record(sample(ms, ms + 5_000))
    expect(paceMetrics(pace.toRecord(), 0)).toEqual({ offered_rate: 10, achieved: 100 })
  })

  test('falls with slow responses and with dropped requests', () => {
    const pace = new Pace()
    for (let index = 0; index < 11; index++) pace.record(sample(index * 100, index * 200))
    expect(paceMetrics(pace.toRecord(), 0)).toEqual({ offered_rate: 10, achieved: 50 })
    expect(paceMetrics(pace.toRecord(), 10)).toEqual({ offered_rate: 20, achieved: 25 })
  })

  test('is unknown for a single request', () => {
    const pace = new Pace()
    pace.record(sample(0, 10))
    expect(paceMetrics(pace.toRecord(), 0)).toEqual({
      offered_rate: undefined,
      achieved: undefined,
    })
  })
})

async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'clustergate-load-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}
