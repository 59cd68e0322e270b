import { execa } from 'execa'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CaseRecord, FileRecord, RunRecord } from '../../lib/record/run-record.ts'
import { junitXml } from '../../reporters/junit.ts'
import { describeWith, hasTool } from '../hosts/requirements.ts'

function run(cases: readonly CaseRecord[], file: Partial<FileRecord> = {}): RunRecord {
  const whole = {
    file: 'specs/network/a.spec.yaml',
    stage: 'network',
    durationMs: 12.5,
    errors: [],
    cases,
    ...file,
  }
  return {
    schemaVersion: 1,
    startedAt: '2026-01-02T03:04:05.678Z',
    durationMs: 1_234,
    files: [whole],
    errors: [],
  }
}

function testCase(changes: Partial<CaseRecord> = {}): CaseRecord {
  return {
    file: 'specs/network/a.spec.yaml',
    line: 4,
    name: 'S > t › w1',
    status: 'passed',
    durationMs: 1_234.5,
    retries: 0,
    errors: [],
    ...changes,
  }
}

const missed = testCase({
  status: 'failed',
  errors: [{ name: 'BudgetMissed', message: 'rtt.avg: 51ms is not < 10ms\n  cause: Wi-Fi' }],
  record: {
    ...{ schemaVersion: 1, suite: 'S', stage: 'network', test: 't', subject: 'w1', check: 'ping' },
    verdict: {
      status: 'fail',
      conditions: [
        {
          ...{
            metric: 'rtt.avg',
            dimension: 'duration',
            condition: '< 10ms',
            status: 'fail',
            measured: 51,
            formatted: '51ms',
          },
          place: { file: 'specs/network/a.spec.yaml', line: 8, column: 7 },
          frame: '> 8 |       rtt.avg: < 10ms',
        },
      ],
      measurement: {
        check: 'ping',
        subject: { name: 'w1' },
        metrics: { 'rtt.avg': 51, method: 'icmp', 'rtt.max': null },
        evidence: [],
        notes: [],
        startedAt: '',
        durationMs: 1,
      },
    },
  },
})

describe('a JUnit report', () => {
  test('has a case per test with its place, time and metrics', () => {
    const xml = junitXml(run([missed]))
    expect(xml).toContain(
      '<testcase name="S &gt; t › w1" classname="network.specs/network/a.spec.yaml" file="specs/network/a.spec.yaml" line="4" time="1.234">'.replace(
        '1.234',
        (1_234.5 / 1_000).toFixed(3),
      ),
    )
    expect(xml).toContain('<property name="ping.rtt.avg" value="51"/>')
    expect(xml).not.toContain('rtt.max')
  })

  test('a missed budget is a failure with its frame, a check that could not run an error', () => {
    expect(junitXml(run([missed]))).toMatch(
      /<failure message="rtt\.avg: 51ms is not &lt; 10ms" type="BudgetMissed">[\s\S]*cause: Wi-Fi[\s\S]*&gt; 8 \| {7}rtt\.avg[\s\S]*<\/failure>/,
    )
    const error = testCase({
      status: 'error',
      errors: [{ name: 'ProbeError', message: 'no ping' }],
    })
    expect(junitXml(run([error]))).toContain(
      '<error message="no ping" type="ProbeError">no ping</error>',
    )
  })

  test('a skipped test says why', () => {
    const skipped = testCase({ status: 'skipped', reason: 'because "port open" failed' })
    expect(junitXml(run([skipped]))).toContain(
      '<skipped message="because &quot;port open&quot; failed"/>',
    )
  })

  test('a file that failed as a whole has a case that says so', () => {
    const xml = junitXml(
      run([testCase({ status: 'skipped' })], {
        errors: [{ name: 'GateClosed', message: 'the network gate is closed' }],
      }),
    )
    expect(xml).toContain('<error message="the network gate is closed" type="GateClosed">')
    expect(xml).toContain('tests="2" failures="0" errors="1"')
  })

  test('its counts add up', () => {
    const statuses = ['passed', 'failed', 'inconclusive', 'error', 'skipped', 'passed'] as const
    const xml = junitXml(run(statuses.map((status) => testCase({ status, errors: [] }))))
    expect(xml).toContain(
      '<testsuites name="clustergate" tests="6" failures="2" errors="1" time="1.234">',
    )
    expect(xml).toContain(
      'tests="6" failures="2" errors="1" skipped="1" time="0.013">'.replace(
        '0.013',
        (12.5 / 1_000).toFixed(3),
      ),
    )
  })
})

describeWith(hasTool('xmllint') ? [] : ['xmllint'], 'the XML', () => {
  const nasty = [
    '\u0000\u0008',
    '\ud800',
    '\ufffe\uffff',
    '\u001b[31mred\u001b[0m',
    ']]>',
    '<![CDATA[',
    '&amp;"\'',
    '😀',
    '\r\n\t',
  ]
  const text = fc
    .array(fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'binary' })))
    .map((parts) => parts.join(''))
  const status = fc.constantFrom<CaseRecord['status']>(
    'passed',
    'failed',
    'error',
    'inconclusive',
    'skipped',
  )

  test('is well formed whatever stands in names and messages', async () => {
    const documents = fc
      .sample(fc.record({ name: text, message: text, reason: text, status }), 300)
      .map(({ name, message, reason, status }) =>
        testCase({ name, reason, status, errors: [{ name, message }] }),
      )
    const { stderr, exitCode } = await execa('xmllint', ['--noout', '--huge', '-'], {
      input: junitXml(run(documents)),
      reject: false,
    })
    expect(stderr).toBe('')
    expect(exitCode).toBe(0)
  })

  test('drops colours and what XML forbids, and keeps the rest', () => {
    const xml = junitXml(run([testCase({ name: nasty.join('') })]))
    expect(xml).toContain('name="\ufffdred]]&gt;&lt;![CDATA[&amp;amp;&quot;\'😀&#13;&#10;&#9;"')
  })
})
