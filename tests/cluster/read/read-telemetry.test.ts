import { describe, expect, test } from 'vitest'
import { parseCluster } from '../../../lib/cluster/load-cluster.ts'
import { parseSource } from '../../../lib/source/document.ts'
import { UserError } from '../../../lib/source/user-error.ts'

function telemetryOf(text: string) {
  const { workers } = parseCluster(parseSource(text, '/project/lab.yaml'), {})
  return workers.map(({ telemetry }) => telemetry)
}

const file = (telemetry: string, host = 'gpu-1.lan') =>
  `workers:\n  - id: a\n    host: "${host}"\n    port: 8000\n    type: vllm\n    telemetry: ${telemetry}\n`

describe('telemetry of a worker', () => {
  test.each([
    ['true', [{ intervalMs: 1_000, metrics: {} }]],
    ['false', undefined],
    ['[false]', undefined],
    [
      '{ url: "http://{host}:9400/metrics", format: dcgm, interval: 5s }',
      [
        {
          url: 'http://gpu-1.lan:9400/metrics',
          format: 'dcgm',
          intervalMs: 5_000,
          metrics: {},
        },
      ],
    ],
    [
      '[true, { format: sglang }]',
      [
        { intervalMs: 1_000, metrics: {} },
        { intervalMs: 1_000, metrics: {}, format: 'sglang' },
      ],
    ],
    [
      '{ url: "http://h/m", metrics: { temperature: t, clock: { name: c, unit: Hz, labels: { gpu: "0" } } } }',
      [
        {
          url: 'http://h/m',
          intervalMs: 1_000,
          metrics: {
            temperature: { name: 't' },
            clock: { name: 'c', unit: 'Hz', labels: { gpu: '0' } },
          },
        },
      ],
    ],
  ])('is read from %s', (written, expected) => {
    expect(telemetryOf(file(written))).toEqual([expected])
  })

  test('has brackets around an IPv6 address', () => {
    const [sources] = telemetryOf(file('{ url: "http://{host}:9400/m", format: dcgm }', 'fd00::1'))
    expect(sources?.[0]?.url).toBe('http://[fd00::1]:9400/m')
  })

  test("is the cluster's if the worker has none", () => {
    const all =
      'telemetry: true\nworkers: [{ id: a, host: h, port: 1 }, { id: b, host: i, port: 1, telemetry: false }]'
    expect(telemetryOf(all)).toEqual([[{ intervalMs: 1_000, metrics: {} }], undefined])
  })

  test.each([
    ['soon', '6:16 wrong_type'],
    ['[]', '6:16 empty'],
    ['{ url: "http://h/m" }', '6:16 missing_key'],
    ['{ url: "ftp://h/m", format: dcgm }', '6:23 malformed'],
    ['{ url: "http://me:pw@h/m", format: dcgm }', '6:23 invalid_url'],
    ['{ url: "http://h:99999/m", format: dcgm }', '6:23 invalid_url'],
    ['{ format: dcmg }', '6:26 unknown_value'],
    ['{ interval: 50ms }', '6:28 out_of_range'],
    ['{ intervall: 1s }', '6:18 unknown_key'],
    ['{ metrics: { temprature: t } }', '6:29 unknown_quantity'],
    ['{ metrics: { temperature: "my temp" } }', '6:42 malformed'],
    ['{ metrics: { temperature: { unit: W, name: t } } }', '6:50 unknown_value'],
    ['{ metrics: { preemptions: { unit: "%", name: t } } }', '6:50 unknown_value'],
    ['[true, { format: dcmg }]', '6:33 unknown_value'],
  ])('that is %s is refused at %s', (written, expected) => {
    expect(problemsOf(file(written))).toEqual([expected])
  })

  test('suggests the nearest quantity, and the units that fit', () => {
    expect(messageOf(file('{ metrics: { temprature: t } }'))).toContain('temperature')
    expect(messageOf(file('{ metrics: { clock: { unit: W, name: t } } }'))).toContain(
      'one of Hz, kHz, MHz, GHz',
    )
  })
})

function errorOf(text: string): UserError {
  try {
    telemetryOf(text)
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  throw new Error('the cluster was accepted')
}

function problemsOf(text: string): string[] {
  return errorOf(text).problems.map(({ place, code }) => `${place?.line}:${place?.column} ${code}`)
}

function messageOf(text: string): string {
  return errorOf(text).message
}
