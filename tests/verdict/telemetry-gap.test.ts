import { describe, expect, test } from 'vitest'
import { parseCondition } from '../../lib/conditions/parse-condition.ts'
import type { LoadRecord } from '../../lib/record/load-record.ts'
import type { Measurement } from '../../lib/record/measurement.ts'
import { recordMetrics } from '../../lib/record/record-metrics.ts'
import type { WorkerTelemetry } from '../../lib/record/telemetry-record.ts'
import { judge } from '../../lib/verdict/judge.ts'
import { load } from './measured-load.ts'

const url = 'http://gpu/metrics'

function hot(celsius: number, failed = 0): WorkerTelemetry {
  const figures = { url, count: 10, min: celsius, max: celsius, avg: celsius, points: [] }
  const failure = failed > 0 && { failure: 'HTTP 500' }
  return {
    sources: [{ url, scrapes: 10, failed, ...failure }],
    missing: {},
    series: { temperature: figures },
  }
}

const silent: WorkerTelemetry = {
  sources: [{ url, scrapes: 10, failed: 10, failure: 'HTTP 500' }],
  series: {},
  missing: { temperature: `all 10 scrapes of ${url} failed: HTTP 500` },
}

function verdictOn(
  metric: string,
  written: string,
  telemetry: LoadRecord['telemetry'],
  family?: string,
) {
  const sent = load({ workers: { w1: {}, w2: {} }, ...(telemetry && { change: { telemetry } }) })
  const metrics = recordMetrics(sent) as Measurement['metrics']
  const measurement: Measurement = {
    check: 'batch',
    subject: { name: 'cluster' },
    metrics,
    loads: [sent],
    evidence: [],
    notes: [],
    startedAt: '2026-01-01T00:00:00Z',
    durationMs: 1,
  }
  const parsed = parseCondition(written, 'temperature')
  if (!parsed.ok) throw new Error(parsed.message)
  const { condition } = parsed
  const expectation = { metric, dimension: 'temperature' as const, condition }
  return judge([{ ...expectation, ...(family !== undefined && { family }) }], measurement)
}

const metric = 'telemetry.temperature.max'

describe('a condition on telemetry', () => {
  test('passes if every worker reported', () => {
    const { status, conditions } = verdictOn(metric, '< 85', { w1: hot(70), w2: hot(80) })
    expect(status).toBe('pass')
    expect(conditions[0]?.formatted).toBe('80°C')
  })

  test('that one worker misses is missed, whatever the other does not report', () => {
    expect(verdictOn(metric, '< 85', { w1: hot(91), w2: silent }).status).toBe('fail')
  })

  test.each([
    ['a worker has no source', { w1: hot(70) }, 'w2: no `telemetry` in the cluster file'],
    [
      'all scrapes of a worker failed',
      { w1: hot(70), w2: silent },
      `w2: all 10 scrapes of ${url} failed: HTTP 500`,
    ],
    [
      'most scrapes of a worker failed',
      { w1: hot(70, 6), w2: hot(70) },
      `w1: 6 of 10 scrapes of ${url} failed: HTTP 500`,
    ],
  ])('is inconclusive if %s', (_what, telemetry, reason) => {
    for (const [name, family] of [
      [metric, undefined],
      [`${metric}.each`, `${metric}.`],
    ] as const) {
      const { status, conditions } = verdictOn(name, '< 85', telemetry, family)
      expect(status).toBe('inconclusive')
      expect(conditions[0]?.reason).toBe(`not judged: ${reason}`)
    }
  })

  test.each([metric, `${metric}.w1`])('%s has no data if no worker reported', (name) => {
    const { status, conditions } = verdictOn(name, '< 85', undefined)
    expect(status).toBe('fail')
    expect(conditions[0]).toMatchObject({
      status: 'no_data',
      reason: expect.stringContaining('w1: no `telemetry` in the cluster file'),
    })
  })

  test('on one worker needs nothing of the other', () => {
    expect(verdictOn(`${metric}.w1`, '< 85', { w1: hot(70), w2: silent }).status).toBe('pass')
    const unknown = verdictOn(`${metric}.w3`, '< 85', { w1: hot(70), w2: hot(70) })
    expect(unknown.conditions[0]?.reason).toBe('no data: w3: no such worker took part')
  })
})
