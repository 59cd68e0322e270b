import { describe, expect, test } from 'vitest'
import { checkCatalog } from '../../lib/checks/catalog.ts'
import { parseCondition } from '../../lib/conditions/parse-condition.ts'
import type { Measurement } from '../../lib/record/measurement.ts'
import type { Verdict } from '../../lib/record/verdict.ts'
import { explain } from '../../lib/verdict/explain.ts'
import { judge } from '../../lib/verdict/judge.ts'

function measured(check: string, changes: Partial<Measurement>): Measurement {
  return {
    check,
    subject: { name: 'w1', host: '10.0.0.9', port: 1234, workerType: 'openai' },
    metrics: {},
    evidence: [],
    notes: [],
    startedAt: '2026-11-29T00:00:00.000Z',
    durationMs: 1,
    ...changes,
  }
}

function verdictOn(measurement: Measurement, metric: string, text: string): Verdict {
  const dimension = checkCatalog[measurement.check]?.metrics[metric]?.dimension
  if (!dimension) throw new Error(`no metric ${metric}`)
  const parsed = parseCondition(text, dimension)
  if (!parsed.ok) throw new Error(parsed.message)
  const place = { file: '/a.spec.yaml', line: 1, column: 1 }
  return judge([{ metric, dimension, condition: parsed.condition, place, frame: '' }], measurement)
}

describe('a diagnosis requires matching evidence', () => {
  test('a round trip that is better than the condition allows has no cause, and a suggestion', () => {
    const verdict = verdictOn(
      measured('ping', { metrics: { 'rtt.avg': 0.026 } }),
      'rtt.avg',
      '10ms',
    )
    expect(verdict.status).toBe('fail')
    expect(verdict.diagnosis).toBeUndefined()
    expect(explain(verdict)).toContain('did you mean `< 10ms`?')
  })

  test('the same condition, missed on the wrong side, has its cause', () => {
    const verdict = verdictOn(measured('ping', { metrics: { 'rtt.avg': 50 } }), 'rtt.avg', '10ms')
    expect(verdict.diagnosis).toMatchObject({
      code: 'high_latency',
      cause: expect.stringContaining('Wi-Fi'),
    })
  })

  test('a slow round trip to this machine itself is not blamed on Wi-Fi', () => {
    const subject = { name: 'w1', host: '127.0.0.1', port: 1, workerType: 'openai' }
    const measurement = measured('ping', { subject, metrics: { 'rtt.avg': 50 } })
    const { diagnosis } = verdictOn(measurement, 'rtt.avg', '< 10ms')
    expect(diagnosis?.cause).toContain('this machine, which was too busy')
    expect(diagnosis?.remedy.join()).not.toMatch(/Ethernet|traceroute/)
  })

  test.each([
    ['throughput', '10/s', 25],
    ['speedup', '2.5x', 2.9],
    ['latency.p95', '1s', 300],
  ])('%s: %s that is exceeded for the better has no cause', (metric, condition, value) => {
    const verdict = verdictOn(
      measured('benchmark', { metrics: { [metric]: value } }),
      metric,
      condition,
    )
    expect(verdict.status).toBe('fail')
    expect(verdict.diagnosis).toBeUndefined()
  })

  test('a refused connection to a URL names its host, not the URL, and no worker', () => {
    const refused = {
      attempt: 'GET http://10.0.0.7:9/x',
      outcome: 'refused',
      detail: 'ECONNREFUSED',
      afterMs: 1,
    } as const
    const subject = { name: 'http://10.0.0.7:9/x', host: '10.0.0.7', port: 9 }
    const verdict = verdictOn(measured('http', { subject, evidence: [refused] }), 'status', '200')
    expect(verdict.diagnosis?.cause).toMatch(/^the server on 10\.0\.0\.7 is not running/)
    expect(explain(verdict)).toContain('  target: http://10.0.0.7:9/x (10.0.0.7:9)')
  })
})
