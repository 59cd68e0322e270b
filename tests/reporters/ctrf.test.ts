import { describe, expect, test } from 'vitest'
import type { RunRecord } from '../../lib/record/run/run-record.ts'
import { ctrfChunks } from '../../reporters/ctrf/document.ts'
import { everyOutcome, fileOf, outcomes, runOfCases, runOfFiles, testCase } from './records.ts'

function ctrf(run: RunRecord) {
  return JSON.parse([...ctrfChunks(run)].join('')).results
}

function only(run: RunRecord) {
  const { tests } = ctrf(run)
  expect(tests).toHaveLength(1)
  return tests[0]
}

describe('a CTRF report', () => {
  test('has counts that match its list', () => {
    const { summary, tests, environment } = ctrf(everyOutcome)
    const of = (status: string) =>
      tests.filter((each: { status: string }) => each.status === status)
    expect(summary).toMatchObject({
      tests: tests.length,
      passed: of('passed').length,
      failed: of('failed').length,
      skipped: of('skipped').length,
      pending: of('pending').length,
      other: 0,
      flaky: 1,
      suites: 4,
      duration: 1_234,
      stop: summary.start + 1_234,
    })
    expect(environment).toMatchObject({
      healthy: false,
      commit: 'a'.repeat(40),
      branchName: 'main',
      osPlatform: 'linux',
      buildName: 'GitHub Actions',
      buildUrl: 'https://ci.example/1',
    })
  })

  test('shows only passed cases as passed, and distinguishes the reasons of others', () => {
    const ends = ['passed', 'failed', 'error', 'inconclusive', 'skipped', 'behindGate'] as const
    const reported = ends.map((end) => {
      const { status, rawStatus } = only(runOfCases([outcomes[end]]))
      return [status, rawStatus]
    })
    expect(reported).toEqual([
      ['passed', 'passed'],
      ['failed', 'failed'],
      ['failed', 'error'],
      ['failed', 'inconclusive'],
      ['skipped', 'skipped'],
      ['pending', 'gate_closed'],
    ])
  })

  test('has message, lines of the spec, metrics and diagnosis of a failure', () => {
    expect(only(runOfCases([outcomes.failed]))).toMatchObject({
      message: 'rtt.avg: 51ms is not < 10ms',
      snippet: '> 8 |       rtt.avg: < 10ms',
      trace: expect.stringContaining('rtt.max: no data: nothing was measured'),
      line: 4,
      filePath: 'specs/network/a.spec.yaml',
      tags: ['network', 'ping'],
      extra: { metrics: { 'ping.rtt.avg': 51 }, diagnosis: { code: 'slow_link' } },
    })
  })

  test('shows attempts', () => {
    expect(only(runOfCases([outcomes.flaky]))).toMatchObject({
      status: 'passed',
      flaky: true,
      retries: 1,
      retryAttempts: [{ attempt: 1, status: 'failed', message: 'rtt.avg: 12ms is not < 10ms' }],
    })
  })

  test('gives a case the same id in every run, and different cases different ids', () => {
    const first = only(runOfCases([outcomes.passed])).id
    const later = runOfFiles([fileOf([testCase(), outcomes.passed, outcomes.passed])])
    const ids = ctrf(later).tests.map(({ id }: { id: string }) => id)
    expect(ids[1]).toBe(first)
    expect(new Set(ids).size).toBe(3)
  })
})
