import { describe, expect, test } from 'vitest'
import { parseCondition } from '../../lib/conditions/parse-condition.ts'
import type { Evidence, Measurement } from '../../lib/record/measurement.ts'
import type { Dimension, MetricValue } from '../../lib/units/dimension.ts'
import type { Expectation } from '../../lib/verdict/expectation.ts'
import { explain } from '../../lib/verdict/explain.ts'
import { judge } from '../../lib/verdict/judge.ts'

const subject = {
  name: 'mac-1',
  host: '10.0.0.1',
  port: 1234,
  workerType: 'lm_studio',
  model: 'mistral',
}

function measurement(
  check: string,
  metrics: Record<string, MetricValue>,
  ...evidence: Evidence[]
): Measurement {
  return {
    check,
    subject,
    metrics,
    evidence,
    notes: [],
    startedAt: '2026-01-01T00:00:00Z',
    durationMs: 1,
  }
}

function expecting(metric: string, written: string | boolean, dimension: Dimension): Expectation {
  const parsed = parseCondition(written, dimension)
  if (!parsed.ok) throw new Error(parsed.message)
  return { metric, dimension, condition: parsed.condition }
}

const failed = (
  outcome: Evidence['outcome'],
  detail = '',
  attempt = 'TCP connect to 10.0.0.1:1234',
) => ({ attempt, outcome, detail, afterMs: 4 })

describe('a verdict', () => {
  const fast = expecting('rtt.avg', '< 10ms', 'duration')

  test('passes if every condition is met', () => {
    const verdict = judge([fast], measurement('ping', { 'rtt.avg': 2 }))
    expect(verdict).toMatchObject({
      status: 'pass',
      conditions: [{ status: 'pass', formatted: '2ms' }],
    })
    expect(verdict.diagnosis).toBeUndefined()
  })

  test.each([
    ['a metric that is missing', {}],
    ['null', { 'rtt.avg': null }],
    ['NaN', { 'rtt.avg': Number.NaN }],
  ])('with %s is no data, and does not pass', (_, metrics) => {
    expect(judge([fast], measurement('ping', metrics))).toMatchObject({
      status: 'fail',
      conditions: [
        { status: 'no_data', reason: expect.stringContaining('no data'), measured: null },
      ],
    })
  })

  test('without conditions fails', () => {
    expect(judge([], measurement('ping', { 'rtt.avg': 2 }))).toMatchObject({
      status: 'fail',
      reason: expect.stringContaining('proves nothing'),
    })
  })

  test('of a check that could not run is an error, whatever its conditions', () => {
    const error = { code: 'PING_NOT_PERMITTED', message: 'Operation not permitted' }
    const verdict = judge([fast], { ...measurement('ping', {}), error })
    expect(verdict).toMatchObject({ status: 'error', diagnosis: { code: 'ping_not_permitted' } })
    expect(explain(verdict)).toMatch(/Operation not permitted[\s\S]*setcap/)
  })

  test('survives JSON', () => {
    const verdict = judge([fast], measurement('ping', { 'rtt.avg': 12 }))
    expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict)
  })
})

describe('the diagnosis of a verdict', () => {
  const open = expecting('open', true, 'boolean')
  const noLoss = expecting('packet_loss', '0%', 'percentage')
  const listed = expecting('listed', true, 'boolean')
  const responses = expecting('answers', true, 'boolean')

  test.each<[string, Expectation, Measurement, RegExp]>([
    [
      'connection_refused',
      open,
      measurement('tcp', { open: false }, failed('refused', 'ECONNREFUSED')),
      /open -a "LM Studio"[\s\S]*lsof -i :1234/,
    ],
    [
      'connection_timed_out',
      open,
      measurement('tcp', { open: false }, failed('timed_out', 'no response within 2000ms')),
      /pfctl -sr \| grep 1234[\s\S]*ufw[\s\S]*New-NetFirewallRule/,
    ],
    [
      'unreachable',
      open,
      measurement('tcp', { open: false }, failed('unreachable', 'ENETUNREACH')),
      /has no route/,
    ],
    [
      'unreachable',
      open,
      measurement('tcp', { open: false }, failed('unreachable', 'EINVAL (a blackhole route)')),
      /blackhole route/,
    ],
    [
      'name_does_not_resolve',
      open,
      measurement('tcp', { open: false }, failed('dns', 'ENOTFOUND')),
      /nslookup/,
    ],
    [
      'name_does_not_resolve',
      open,
      measurement(
        'tcp',
        { open: false },
        failed('dns', 'ETIMEOUT: no response from the DNS server'),
      ),
      /resolv\.conf/,
    ],
    [
      'server_does_not_answer',
      listed,
      measurement(
        'model',
        { api: false },
        failed(
          'timed_out',
          'connected after 2ms, no response received within 2000ms',
          'GET /v1/models',
        ),
      ),
      /stopped, hung/,
    ],
    [
      'server_does_not_answer',
      listed,
      measurement('model', { api: false }, failed('reset', 'ECONNRESET', 'GET /v1/models')),
      /stopped, hung/,
    ],
    [
      'icmp_filtered',
      noLoss,
      measurement(
        'ping',
        { packet_loss: 100 },
        failed('timed_out', '0 of 10 answered', 'ping'),
        failed('ok'),
      ),
      /method: tcp/,
    ],
    [
      'total_packet_loss',
      noLoss,
      measurement('ping', { packet_loss: 100 }, failed('timed_out', '0 of 10 answered', 'ping')),
      /is off or at another address/,
    ],
    ['packet_loss', noLoss, measurement('ping', { packet_loss: 30 }), /Ethernet instead of Wi-Fi/],
    [
      'high_latency',
      expecting('rtt.avg', '< 10ms', 'duration'),
      measurement('ping', { packet_loss: 0, 'rtt.avg': 51 }),
      /Wi-Fi/,
    ],
    [
      'model_not_listed',
      listed,
      measurement('model', { listed: false, models: ['phi-3'] }),
      /lms get mistral/,
    ],
    [
      'model_not_loaded',
      expecting('loaded', true, 'boolean'),
      measurement('model', { listed: true, loaded: false }),
      /lms load mistral/,
    ],
    [
      'model_does_not_answer',
      responses,
      measurement('model', { listed: true, loaded: true, answers: false }),
      /lms/,
    ],
    [
      'not_authorized',
      listed,
      measurement('model', {}, failed('http', 'HTTP 401: no key', 'GET /v1/models')),
      /api_key/,
    ],
    [
      'other_service',
      listed,
      measurement('model', {}, failed('protocol', 'HPE_INVALID_CONSTANT', 'GET /v1/models')),
      /base_path/,
    ],
    [
      'other_service',
      listed,
      measurement('model', {}, failed('http', 'HTTP 404', 'GET /v1/models')),
      /curl -i/,
    ],
    [
      'http_error',
      responses,
      measurement(
        'model',
        { listed: true },
        failed('http', 'HTTP 500', 'POST /v1/chat/completions'),
      ),
      /log/,
    ],
    [
      'wrong_subnet',
      expecting('same_subnet', true, 'boolean'),
      measurement(
        'subnet',
        { same_subnet: false },
        failed('unreachable', '10.9.0.2 is not in 10.247.0.0/16', 'route'),
      ),
      /network: \{ subnet/,
    ],
    [
      'tls_failed',
      expecting('ok', true, 'boolean'),
      measurement(
        'http',
        { ok: false },
        failed('tls', 'CERT_HAS_EXPIRED: the certificate has expired', 'GET /'),
      ),
      /renew/,
    ],
    [
      'sample_too_small',
      expecting('packet_loss.upper_bound', '< 1%', 'percentage'),
      measurement('ping', { packet_loss: 0, 'packet_loss.upper_bound': 25.9 }),
      /raise `count`/,
    ],
  ])('%s', (code, expectation, measured, remedy) => {
    const verdict = judge([expectation], measured)
    expect(verdict.diagnosis?.code).toBe(code)
    expect(explain(verdict)).toMatch(remedy)
  })

  test('is absent if the evidence points to nothing', () => {
    const verdict = judge(
      [expecting('status', '== 200', 'count')],
      measurement('http', { status: 418 }),
    )
    expect(verdict.status).toBe('fail')
    expect(verdict.diagnosis).toBeUndefined()
  })
})

describe('the message of a verdict', () => {
  test('has the expectation, the attempt, the result and the duration', () => {
    const measured = measurement('tcp', { open: false }, failed('refused', 'ECONNREFUSED'))
    expect(
      explain(judge([expecting('open', true, 'boolean')], measured))
        .split('\n')
        .slice(0, 3),
    ).toEqual([
      'open: false is not true',
      '  worker: mac-1 (10.0.0.1:1234)',
      '  tried: TCP connect to 10.0.0.1:1234 → refused (ECONNREFUSED) after 4ms',
    ])
  })

  test('summarises much evidence', () => {
    const many = Array.from({ length: 50 }, () => failed('refused', 'ECONNREFUSED'))
    const text = explain(
      judge([expecting('open', true, 'boolean')], measurement('tcp', { open: false }, ...many)),
    )
    expect(text).toContain('46 more like these')
  })
})
