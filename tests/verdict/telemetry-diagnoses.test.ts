import { describe, expect, test } from 'vitest'
import type { LoadRecord } from '../../lib/record/load-record.ts'
import { recordMetrics } from '../../lib/record/record-metrics.ts'
import type { WorkerTelemetry } from '../../lib/record/telemetry-record.ts'
import type { TelemetryName } from '../../lib/units/telemetry-quantity.ts'
import { type Asked, expectDiagnosis, verdictOn } from './load-verdicts.ts'
import { load, measurement, type WorkerFigures } from './measured-load.ts'

const url = 'http://gpu/metrics'

/** Telemetry of an exporter, a value per second. */
function reported(values: Partial<Record<TelemetryName, readonly number[]>>): WorkerTelemetry {
  const series = Object.entries(values).map(([name, all]) => [
    name,
    {
      url,
      count: all.length,
      min: Math.min(...all),
      max: Math.max(...all),
      avg: all.reduce((sum, value) => sum + value, 0) / all.length,
      ...(name === 'preemptions' && { increase: Math.max(...all) }),
      points: all.map((value, index) => ({ atMs: index * 1_000, value })),
    },
  ])
  const sources = [{ url, scrapes: 9, failed: 0 }]
  return { sources, series: Object.fromEntries(series), missing: {} }
}

function verdict(
  telemetry: LoadRecord['telemetry'],
  asked: Asked,
  workers: Readonly<Record<string, WorkerFigures>> = { w1: { inFlightMax: 6 } },
) {
  const sent = load({ workers, ...(telemetry && { change: { telemetry } }) })
  const metrics = recordMetrics(sent) as Record<string, number>
  return verdictOn(measurement(metrics, [sent]), asked)
}

const cool: Asked = ['telemetry.temperature.max', 'temperature', '< 85']
const fast: Asked = ['telemetry.clock.min', 'frequency', '> 1900MHz']
const quick: Asked = ['latency.avg', 'duration', '< 10ms']
const throttled = { clock: [1_980, 1_975, 1_980, 1_600, 1_300, 1_200, 1_200, 1_200, 1_210] }
const heat = [60, 70, 75, 80, 88, 91, 91, 90, 91]

describe('a worker that is too hot', () => {
  test('is throttled if its clock fell', () => {
    for (const asked of [cool, fast]) {
      expectDiagnosis(
        verdict({ w1: reported({ ...throttled, temperature: heat }) }, asked),
        'worker_throttles',
        /w1: throttled: its clock fell from 1980MHz to 1200MHz at 91°C[\s\S]*nvidia-smi/,
      )
    }
  })

  test('is only hot if its clock did not fall', () => {
    const clock = Array.from({ length: 9 }, () => 1_980)
    expectDiagnosis(
      verdict({ w1: reported({ clock, temperature: heat }) }, cool),
      'worker_hot',
      /w1 reached 91°C/,
    )
  })

  test('with a clock that was always slow has no cause', () => {
    const clock = Array.from({ length: 9 }, () => 1_200)
    const judged = verdict({ w1: reported({ clock, temperature: heat }) }, fast)
    expect(judged.status).toBe('fail')
    expect(judged.diagnosis).toBeUndefined()
  })

  test('with a clock that fell while cool is limited by power', () => {
    const temperature = heat.map(() => 55)
    expectDiagnosis(
      verdict({ w1: reported({ ...throttled, temperature }) }, fast),
      'worker_throttles',
      /to 1200MHz at 55°C, which is not hot: a power limit/,
    )
  })
})

describe('a worker that slowed down', () => {
  const took = (ms: number) => ({ timesMs: { latency: ms, service_time: ms } })
  const course = (telemetry: WorkerTelemetry) =>
    measurement(
      { 'latency.avg': 100 },
      [30, 60, 60].map((ms, index) =>
        load({
          workers: { w1: took(30), w2: took(ms) },
          labels: { repetition: index + 1 },
          change: { startedAt: `2026-01-01T00:00:0${index}Z`, telemetry: { w2: telemetry } },
        }),
      ),
    )

  test('is throttled according to its own exporter', () => {
    expectDiagnosis(
      verdictOn(course(reported({ ...throttled, temperature: heat })), quick),
      'worker_throttles',
      /w2 got slower[\s\S]*throttled: its clock fell from 19\d\dMHz to 1\d\d\dMHz at 9\d°C/,
    )
  })

  test('is not called throttled if its clock did not fall', () => {
    const steady = reported({ clock: heat.map(() => 1_980), temperature: heat })
    expectDiagnosis(
      verdictOn(course(steady), quick),
      'worker_throttles',
      /not throttled, its clock did not fall \(1980MHz at 91°C\): another program/,
    )
  })
})

describe('requests that wait inside an engine', () => {
  const waits: Asked = ['telemetry.requests_waiting.max', 'count', '0']
  const queue = { requests_running: [2, 2, 2], requests_waiting: [4, 3, 4] }

  test('suggest that it serves fewer than it claims', () => {
    for (const asked of [waits, quick]) {
      expectDiagnosis(
        verdict({ w1: reported(queue) }, asked),
        'waits_in_worker',
        /w1 worked on 2 requests at most while 6 were sent to it, and up to 4 waited in it \(3\.7 on average\)/,
      )
    }
  })

  test.each<[string, Partial<Record<TelemetryName, readonly number[]>>]>([
    ['others use it as well', { requests_running: [6, 6], requests_waiting: [9, 9] }],
    ['it worked on all that it was sent', { requests_running: [6, 6], requests_waiting: [1, 1] }],
    ['they only passed through', { requests_running: [2, 2, 2], requests_waiting: [0, 1, 0] }],
    ['it does not report what it is working on', { requests_waiting: [4, 4] }],
  ])('do not question its claim if %s', (_what, values) => {
    expect(verdict({ w1: reported(values) }, waits).diagnosis).toBeUndefined()
  })
})

describe('preempted requests', () => {
  const few: Asked = ['telemetry.preemptions', 'count', '0']

  test('have a full KV cache as cause', () => {
    for (const asked of [few, quick]) {
      expectDiagnosis(
        verdict({ w1: reported({ preemptions: [0, 12], kv_cache: [60, 100] }) }, asked),
        'requests_preempted',
        /w1 preempted 12 times in 40 requests, its KV cache up to 100% full/,
      )
    }
  })

  test('are not the cause of a latency if there are none, or one in many', () => {
    for (const preemptions of [
      [0, 0],
      [0, 1],
    ]) {
      const judged = verdict({ w1: reported({ preemptions, kv_cache: [99, 100] }) }, quick, {
        w1: { ok: 400 },
      })
      expect(judged.diagnosis?.code).not.toBe('requests_preempted')
    }
  })
})

describe('telemetry that is missing', () => {
  test.each<[string, LoadRecord['telemetry'], RegExp]>([
    ['the cluster file', undefined, /no `telemetry` in the cluster file[\s\S]*`telemetry: true`/],
    [
      'the exporter',
      {
        w1: {
          ...reported({}),
          missing: { temperature: `all 3 scrapes of ${url} failed: HTTP 404` },
        },
      },
      /all 3 scrapes of [\s\S]*curl -i[\s\S]*--metrics[\s\S]*--enable-metrics/,
    ],
    [
      'another source',
      { w1: { ...reported({}), missing: { temperature: `${url} has no \`x\`` } } },
      /format: dcgm/,
    ],
  ])('has a remedy that changes %s', (_what, telemetry, words) => {
    expectDiagnosis(verdict(telemetry, cool), 'telemetry_missing', words)
  })
})
