import { describe, expect, test } from 'vitest'
import type { RunRecord } from '../../lib/record/run/run-record.ts'
import { addRun, LastVerdicts, recordedTests } from '../../lib/slo/last-verdicts.ts'
import { outcomeInWords, verdictDetails } from '../../lib/slo/page/verdict-words.ts'
import type { Objective } from '../../lib/slo/slo.ts'
import { condition, fileOf, judgedCase, runOfFiles, testCase } from '../reporters/records.ts'
import { declaredTest } from './declared.ts'

const suite = declaredTest('ping: {}', '{ rtt.avg: < 10ms }')
const file = suite.file
const [spec] = suite.tests
if (!spec) throw new Error('no test was read')

const at = (minute: number) => ({ startedAt: `2026-01-02T03:0${minute}:00.000Z` })

function ping(
  status: 'passed' | 'failed' | 'skipped',
  subject: string,
  minute: number,
  formatted = '5ms',
) {
  const conditionStatus = status === 'failed' ? 'fail' : 'pass'
  const conditions = status === 'skipped' ? [] : [condition({ status: conditionStatus, formatted })]
  const changes = {
    file,
    status,
    ...at(minute),
    ...(status === 'skipped' && { reason: 'no port' }),
  }
  return judgedCase(changes, { conditions }, { test: 'holds', subject })
}

function verdictsOf(...runs: RunRecord[]) {
  const verdicts = new LastVerdicts()
  for (const run of runs) addRun(verdicts, run)
  return verdicts.of(suite, spec as NonNullable<typeof spec>)
}

const runOf = (...cases: ReturnType<typeof ping>[]) => runOfFiles([fileOf(cases, { file })])

describe('the last verdict of a test', () => {
  test('is that of the worst worker, with the numbers by status and the time', () => {
    const last = verdictsOf(
      runOf(ping('passed', 'a', 1), ping('failed', 'b', 2, '51ms'), ping('skipped', 'c', 3)),
    )
    expect(last?.status).toBe('failed')
    expect(verdictDetails(last as NonNullable<typeof last>)).toBe(
      '1 of 3 passed, 1 of 3 failed, 1 of 3 skipped; 2026-01-02 03:03 UTC',
    )
    expect(outcomeInWords(spec.objectives[0] as Objective, last)).toEqual({
      word: 'failed',
      measured: '51ms',
    })
  })

  test('is that of the newest run with the test, in any order of the runs', () => {
    const [older, newer] = [runOf(ping('failed', 'a', 1)), runOf(ping('passed', 'a', 2))]
    expect(verdictsOf(older, newer)?.status).toBe('passed')
    expect(verdictsOf(newer, older)?.status).toBe('passed')
  })

  test('has the reason of a skip', () => {
    const last = verdictsOf(runOf(ping('skipped', 'a', 1)))
    expect(last).toMatchObject({ status: 'skipped', reason: 'no port' })
  })

  test('is absent from a run that was stopped before the test', () => {
    const { reason: _, ...unrun } = ping('skipped', 'a', 1)
    const run = runOfFiles([fileOf([unrun], { file })], { ended: 'interrupted' })
    expect(verdictsOf(run)).toBeUndefined()
  })

  test('ignores a condition that has changed since', () => {
    const last = verdictsOf(runOf(ping('passed', 'a', 1)))
    const other = declaredTest('ping: {}', '{ rtt.avg: < 20ms }').tests[0]?.objectives[0]
    expect(outcomeInWords(other as Objective, last)).toBeUndefined()
  })
})

describe('tests of a spec in TypeScript', () => {
  test('are those of the run, with workers taken together', () => {
    const cases = [
      testCase({ file: 'specs/a.spec.ts', line: 4, name: 'S > near › w1' }),
      testCase({ file: 'specs/a.spec.ts', line: 4, name: 'S > near › w2', status: 'failed' }),
      testCase({ file: 'specs/a.spec.ts', line: 9, name: 'S > what › ever' }),
    ]
    const workers = ['w1', 'w2'].map((id) => ({ id, host: 'h', port: 1, type: 'ollama' }))
    const run = runOfFiles([fileOf(cases, { file: 'specs/a.spec.ts' })], {
      cluster: { file: 'c', workers },
    })
    expect(recordedTests(run, 'specs/a.spec.ts')).toMatchObject([
      {
        name: 'S > near',
        line: 4,
        verdict: { status: 'failed', counts: { passed: 1, failed: 1 } },
      },
      { name: 'S > what › ever', line: 9, verdict: { status: 'passed' } },
    ])
    expect(recordedTests(run, 'specs/b.spec.ts')).toEqual([])
  })
})
