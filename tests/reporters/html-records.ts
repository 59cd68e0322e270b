import type { Measurement } from '../../lib/record/measurement.ts'
import type { CaseRecord, FileRecord, RunRecord } from '../../lib/record/run/run-record.ts'
import type { TestRecord } from '../../lib/record/test-record.ts'
import type { ConditionVerdict, Verdict } from '../../lib/record/verdict.ts'

/** A run of one file of the perf stage, unless configured otherwise. */
export function run(cases: readonly CaseRecord[], changes: Partial<RunRecord> = {}): RunRecord {
  return {
    schemaVersion: 1,
    startedAt: '2026-01-02T03:04:05.678Z',
    durationMs: 1_234,
    files: [file(cases)],
    errors: [],
    ...changes,
  }
}

export function file(cases: readonly CaseRecord[], changes: Partial<FileRecord> = {}): FileRecord {
  return {
    file: 'specs/perf/a.spec.yaml',
    stage: 'perf',
    durationMs: 12.5,
    errors: [],
    cases,
    ...changes,
  }
}

export function testCase(changes: Partial<CaseRecord> = {}): CaseRecord {
  return {
    file: 'specs/perf/a.spec.yaml',
    line: 4,
    name: 'Suite > test',
    status: 'passed',
    durationMs: 3,
    retries: 0,
    errors: [],
    ...changes,
  }
}

/** A case with a verdict; its status follows from it. */
export function judged(verdict: Partial<Verdict>, changes: Partial<TestRecord> = {}): CaseRecord {
  const { status = 'pass' } = verdict
  const record: TestRecord = {
    schemaVersion: 1,
    suite: 'Suite',
    stage: 'perf',
    test: 'test',
    subject: 'cluster',
    check: 'benchmark',
    verdict: { status, conditions: [], ...verdict },
    ...changes,
  }
  const statuses = { pass: 'passed', fail: 'failed' } as const
  return testCase({
    name: `Suite > ${record.test} › ${record.subject}`,
    status: status === 'pass' || status === 'fail' ? statuses[status] : status,
    record,
  })
}

export function condition(changes: Partial<ConditionVerdict> = {}): ConditionVerdict {
  return {
    metric: 'latency.p95',
    dimension: 'duration',
    condition: '< 1s',
    status: 'pass',
    measured: 400,
    formatted: '400ms',
    ...changes,
  }
}

export function measurement(changes: Partial<Measurement> = {}): Measurement {
  return {
    check: 'benchmark',
    subject: { name: 'cluster' },
    metrics: {},
    evidence: [],
    notes: [],
    startedAt: '2026-01-02T03:04:05.678Z',
    durationMs: 100,
    ...changes,
  }
}
