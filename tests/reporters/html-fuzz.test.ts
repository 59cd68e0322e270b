import { execa } from 'execa'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RunRecord } from '../../lib/record/run/run-record.ts'
import { renderHtml } from '../../reporters/html.ts'
import { describeWith, hasTool } from '../hosts/requirements.ts'
import { condition, file, judged, measurement, run, testCase } from './html-records.ts'

/** Texts that a user may put into a name, or a server into a response. */
const nasty = [
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><style>*{display:none}',
  '<!-- ',
  ']]>',
  '<![CDATA[',
  '&amp;&lt;&#60;',
  '\u0000\u0001\u0008\u000b\u001b[31mred\u001b[0m\u007f\u0085\ufffe\uffff',
  '\ud800 lone \udc00',
  '\u202eevil\u2066',
  '👩‍👩‍👧 日本語 עברית',
  'x'.repeat(5_000),
  '`unclosed',
  '{{TEXT}} $& $1 ${x}',
  '\r\n\t',
  '__proto__',
  '',
]

const text = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...nasty), { maxLength: 4 }).map((parts) => parts.join('')),
)
const number = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_VALUE, 5e-324, -1),
)
const status = fc.constantFrom('pass', 'fail', 'inconclusive', 'no_data')
const interval = fc.record({ low: number, high: number, confidence: number })
const dimension = fc.constantFrom(
  'duration',
  'percentage',
  'multiplier',
  'rate',
  'count',
  'text',
  'boolean',
)

const conditions = fc.array(
  fc.record({
    metric: fc.oneof(text, fc.constant('share.each')),
    status,
    measured: number,
    formatted: text,
    dimension,
    reason: text,
    frame: text,
    condition: fc.oneof(
      text,
      fc.constantFrom('< 10ms', '>= 2.5x', '33% ± 5%', '1..2', '> 1 and < 5'),
    ),
  }),
  { maxLength: 3 },
)

const metrics = fc.dictionary(
  fc.oneof(
    text,
    fc.constantFrom(
      'throughput{concurrency=5}',
      'throughput{concurrency=15}',
      'speedup{concurrency=15}',
    ),
    fc.constantFrom('scaling_efficiency{concurrency=15}', 'loss.tail{concurrency=15}', 'share.w1'),
  ),
  fc.oneof(number, text, fc.boolean(), fc.constant(null)),
)

const load = fc.record({
  labels: fc.dictionary(
    fc.constantFrom('concurrency', 'side', 'load', 'x'),
    fc.oneof(text, fc.integer()),
  ),
  driver: text,
  workload: fc.record({ name: text, hash: text }),
  startedAt: fc.oneof(text, fc.constant('2026-01-02T03:04:05Z')),
  durationMs: number,
  started: number,
  dropped: number,
  retries: number,
  slotsExceeded: number,
  busySlots: fc.record({ mean: number, untilLastStart: number, most: number }),
  total: fc.record({
    times: fc.record({ latency: fc.record({ histogram: text }) }),
    ended: number,
    ok: number,
  }),
  client: fc.record({ inFlightMean: number }),
  workers: fc.dictionary(text, fc.constant({})),
  timeline: fc.array(
    fc.record({
      atMs: number,
      ended: number,
      ok: number,
      latencyAvgMs: number,
      latencyP95Ms: number,
      inFlightMean: number,
      queuedMean: number,
    }),
    { maxLength: 6 },
  ),
})

const anyCase = fc
  .record({
    conditions,
    metrics,
    name: text,
    subject: text,
    reason: text,
    cause: text,
    note: text,
    loads: fc.array(load, { maxLength: 3 }),
    interval,
    stage: fc.constantFrom('network', 'perf'),
    check: fc.constantFrom('ping', 'tcp', 'model', 'benchmark'),
    status: fc.constantFrom('pass', 'fail', 'error', 'inconclusive', 'skipped'),
  })
  .map(({ conditions: held, loads, subject, reason, cause, note, name, ...drawn }) => {
    const record = judged(
      {
        status: drawn.status,
        reason,
        conditions: held.map((each) => condition({ ...each, interval: drawn.interval } as object)),
        diagnosis: { code: cause, symptom: reason, cause, remedy: [note, cause] },
        measurement: measurement({
          check: drawn.check,
          metrics: drawn.metrics,
          notes: [note],
          loads: loads as never,
          intervals: { 'throughput{concurrency=5}': drawn.interval },
          evidence: [
            { attempt: note, outcome: 'refused', detail: reason, afterMs: drawn.interval.low },
          ],
        }),
      },
      { subject, test: name, suite: name, stage: drawn.stage },
    )
    return { ...record, reason, errors: [{ name, message: `${reason}\n  cause: ${cause}` }] }
  })

const anyRun = fc
  .record({
    cases: fc.array(anyCase, { maxLength: 4 }),
    name: text,
    startedAt: text,
    durationMs: number,
  })
  .map(
    ({ cases, name, startedAt, durationMs }): RunRecord =>
      run([], {
        startedAt,
        durationMs,
        cluster: {
          file: name,
          workers: [{ id: 'w1', host: name, port: 1, type: name, model: name }],
        },
        files: [
          file(cases, { file: name, stage: 'network' }),
          file([testCase({ name })], { stage: name }),
        ],
        errors: [{ name, message: name }],
      }),
  )

/** What no text of a record may create: an active tag or attribute, a breaking character. */
const forbidden =
  /<(?:script|img|iframe|object|base|form)|<[a-z][^>]*\s(?:on\w+|style)\s*=|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/

/** A quoted text is only text. */
function withoutValues(body: string): string {
  return body.replaceAll(/="[^"]*"/g, '=""')
}

/** Of non-finite numbers: an invalid position. */
const misplaced =
  /(?: (?:x|y|x1|x2|y1|y2|width|height)="[^"]*(?:NaN|Infinity)| d="[^"]*(?:NaN|Infinity))/

describe('the HTML report of an arbitrary record', () => {
  test('contains no active content, and every drawing has its place', () => {
    fc.assert(
      fc.property(anyRun, (record) => {
        const page = renderHtml(record)
        const body = page.replace(/<style>[\s\S]*?<\/style>/, '')
        expect(forbidden.exec(withoutValues(body))?.[0]).toBeUndefined()
        expect(misplaced.exec(body)?.[0]).toBeUndefined()
        expect(page.isWellFormed()).toBe(true)
        const ids = [...body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
        expect(new Set(ids).size).toBe(ids.length)
      }),
      { numRuns: 300 },
    )
  }, 120_000)

  test('keeps a name as one text', () => {
    for (const name of nasty.filter((each) => each.length > 0 && each.length < 200)) {
      const page = renderHtml(
        run([testCase({ name, status: 'failed', errors: [{ name, message: name }] })]),
      )
      expect(page.match(/<details class="test /g)).toHaveLength(1)
    }
  })
})

describeWith(
  hasTool('xmllint') ? [] : ['xmllint'],
  'an independent parser of the HTML report',
  () => {
    test('finds every tag closed and every character allowed', async () => {
      const pages = fc.sample(anyRun, 12).map((record) => renderHtml(record))
      for (const input of pages) {
        const { stderr, exitCode } = await execa('xmllint', ['--noout', '--huge', '-'], {
          input,
          reject: false,
        })
        expect(stderr).toBe('')
        expect(exitCode).toBe(0)
      }
    })
  },
)
