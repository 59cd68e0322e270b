import { describe, expect, test } from 'vitest'
import { declarationOf } from '../../lib/history/declaration-of.ts'
import { type HistoryRunOptions, historyRun } from '../../lib/record/history.ts'
import type { LoadRecord } from '../../lib/record/load-record.ts'
import type { Measurement } from '../../lib/record/measurement.ts'
import type { CaseRecord, RunRecord } from '../../lib/record/run/run-record.ts'
import type { ConditionVerdict } from '../../lib/record/verdict.ts'

const condition = (metric: string, at?: ConditionVerdict['at']): ConditionVerdict => ({
  metric,
  dimension: 'count',
  condition: '> 0',
  status: 'pass',
  measured: 1,
  formatted: '1',
  ...(at && { at }),
})

function load(labels: LoadRecord['labels'], workers: readonly string[], planned = 100) {
  const series = { ended: 1, ok: 1, faults: {}, inputTokens: 0, outputTokens: 0, inFlightMax: 1 }
  const own = Object.fromEntries(workers.map((id) => [id, { ...series, times: {} }]))
  const workload = { name: 'short-chat', hash: 'abc' }
  return { labels, driver: 'closed', workload, planned, workers: own } as unknown as LoadRecord
}

interface CaseChanges {
  readonly test?: Partial<CaseRecord>
  readonly measurement?: Partial<Measurement>
  readonly conditions?: readonly ConditionVerdict[]
  readonly stage?: 'network' | 'perf'
}

function benchmark({ test: changes, measurement, conditions = [], stage = 'perf' }: CaseChanges) {
  const whole: CaseRecord = {
    file: 'specs/perf/a.spec.yaml',
    name: 'Scaling > beats one',
    status: 'passed',
    durationMs: 1,
    retries: 0,
    errors: [],
    ...changes,
    record: {
      schemaVersion: 1,
      suite: 'Scaling',
      stage,
      test: 'beats one',
      subject: 'cluster',
      check: 'benchmark',
      verdict: {
        status: 'pass',
        conditions,
        measurement: {
          check: 'benchmark',
          subject: { name: 'cluster' },
          evidence: [],
          notes: [],
          startedAt: '2026-11-24T15:30:04.000Z',
          durationMs: 1_000,
          metrics: {},
          ...measurement,
        },
      },
    },
  }
  return whole
}

function kept(
  cases: readonly CaseRecord[],
  changes: Partial<RunRecord> = {},
  options: Partial<HistoryRunOptions> = {},
) {
  const files = [{ file: 'a', stage: 'perf', durationMs: 1, errors: [], cases }]
  const run = { schemaVersion: 1, startedAt: '2026-11-24T15:30:03Z', durationMs: 9, errors: [] }
  return historyRun({ ...run, files, ...changes } as RunRecord, {
    stages: ['perf'],
    origin: {},
    declarationOf,
    ...options,
  })
}

describe('the history record of a run', () => {
  test('has every number, by metric and level, with its dimension and its interval', () => {
    const interval = { low: 2.6, high: 2.8, confidence: 0.95 }
    const metrics = {
      'speedup{concurrency=15}': 2.69,
      'latency.p95{concurrency=15}': 412,
      'share.w1{concurrency=15}': 33,
      'of.mine': 7,
      strategy: 'least_outstanding',
      open: true,
      none: null,
    }
    const run = kept([
      benchmark({ measurement: { metrics, intervals: { 'speedup{concurrency=15}': interval } } }),
    ])
    const labels = { concurrency: 15 }
    const isAsked = false
    expect(run?.cases[0]?.values).toEqual([
      { metric: 'speedup', labels, dimension: 'multiplier', value: 2.69, interval, isAsked },
      { metric: 'latency.p95', labels, dimension: 'duration', value: 412, isAsked },
      { metric: 'share.w1', labels, dimension: 'percentage', value: 33, isAsked },
      { metric: 'of.mine', labels: {}, dimension: 'any', value: 7, isAsked },
    ])
  })

  test('has the conditions of the spec: at a level, at all of them, of each of a family', () => {
    const metrics = {
      'speedup{concurrency=5}': 1,
      'speedup{concurrency=15}': 1,
      'throughput{concurrency=5}': 1,
      'share.w1{concurrency=5}': 1,
      'latency.p95{concurrency=5}': 1,
      'of.mine': 1,
    }
    const conditions = [
      condition('speedup', { concurrency: 15 }),
      condition('throughput'),
      condition('share.each'),
      condition('of.mine'),
    ]
    const values = kept([benchmark({ measurement: { metrics }, conditions })])?.cases[0]?.values
    expect(values?.map(({ isAsked }) => isAsked)).toEqual([false, true, true, true, false, true])
    expect(values?.at(-1)?.dimension).toBe('count')
  })

  test.each([
    ['passed', 'passed', undefined, 'passed'],
    ['failed', 'failed', undefined, 'failed'],
    ['undecided', 'inconclusive', undefined, 'inconclusive'],
    ['broken', 'error', ['it drifted'], 'error'],
    ['void, whatever its conditions are', 'passed', ['the client was slow'], 'void'],
  ] as const)('has a case that is %s with its status', (_, status, unfit, wanted) => {
    const measurement = unfit ? { unfit } : {}
    const run = kept([benchmark({ test: { status }, measurement })])
    expect(run?.cases[0]).toMatchObject({ status: wanted, unfit: unfit ?? [] })
  })

  test('has nothing of other stages, of skipped tests, and of tests without a check', () => {
    const network = benchmark({ stage: 'network', measurement: { metrics: { requests: 1 } } })
    const skipped = benchmark({ test: { status: 'skipped' } })
    const { record: _, ...bare } = benchmark({})
    expect(kept([network, skipped, bare])).toBeUndefined()
    expect(kept([network], {}, { stages: ['network', 'perf'] })?.cases).toHaveLength(1)
  })

  test('has one id, whichever reporter stores it and which stages are kept', () => {
    const network = benchmark({ stage: 'network', test: { name: 'port open' } })
    const id = kept([network, benchmark({})])?.id
    expect(kept([benchmark({}), network], { startedAt: '2026-11-24T15:30:03.004Z' })?.id).toBe(id)
    expect(kept([network, benchmark({})], {}, { stages: ['network'] })?.id).toBe(id)
    const later = benchmark({ measurement: { startedAt: '2026-11-24T16:00:00.000Z' } })
    expect(kept([network, later])?.id).not.toBe(id)
  })

  test('names the machine of the measurement rather than the one that stores it', () => {
    const here = { node: 'v22', platform: 'linux x64', cpus: '2 × any' }
    const there = { node: 'v20', platform: 'darwin arm64', cpus: '8 × Apple M2' }
    const measurement = { setting: { workers: [], environment: there } }
    const options = { environment: here }
    expect(kept([benchmark({ measurement })], {}, options)?.environment).toEqual(there)
    expect(kept([benchmark({})], {}, options)?.environment).toEqual(here)
    expect(kept([benchmark({})])).not.toHaveProperty('environment')
  })
})

describe('the setting of a case', () => {
  const settingOf = (measurement: Partial<Measurement>, changes: Partial<RunRecord> = {}) =>
    kept([benchmark({ measurement })], changes)?.cases[0]?.setting

  test('is what was measured, with which requests, and how', () => {
    const worker = { id: 'w1', type: 'ollama', model: 'm', slots: 5 }
    const environment = { node: 'v20', platform: 'linux x64', cpus: '2 × any' }
    const loads = [
      load({ concurrency: 15, side: 'candidate', repetition: 1 }, ['w2', 'w1']),
      load({ concurrency: 15, side: 'baseline', repetition: 1 }, ['w1']),
      // The size of these follows from earlier measurements.
      load({ concurrency: 15, load: 90 }, ['w1', 'w2'], 87),
      load({ search: 'capacity', rate: 7 }, ['w1', 'w2'], 41),
    ]
    expect(settingOf({ loads, setting: { workers: [worker], environment } })).toEqual({
      workers: [worker],
      workload: { name: 'short-chat', hash: 'abc' },
      load: {
        driver: 'closed',
        requests: 100,
        sides: { baseline: ['w1'], candidate: ['w1', 'w2'] },
      },
    })
  })

  test('is independent of the numbers of workers that a test compares', () => {
    const tried = (counts: readonly number[]) =>
      counts.map((count) =>
        load(
          { workers: count, side: 'candidate', repetition: 1 },
          ['w1', 'w2', 'w3'].slice(0, count),
        ),
      )
    expect(settingOf({ loads: tried([1, 3]) })).toEqual(settingOf({ loads: tried([1, 2, 3]) }))
  })

  test('is that of the cluster, without addresses, if the measurement has none', () => {
    const workers = [{ id: 'w1', host: '10.0.0.1', port: 1234, type: 'ollama' }]
    expect(settingOf({}, { cluster: { file: 'c.json', workers } })).toEqual({
      workers: [{ id: 'w1', type: 'ollama' }],
    })
  })
})
