import type { TestCase } from 'vitest/node'
import type { Measurement } from '../../lib/record/measurement.ts'
import type { CaseRecord } from '../../lib/record/run/run-record.ts'
import type { TestRecord } from '../../lib/record/test-record.ts'
import { errorRecord, kindOf } from './error-record.ts'

/** A test case as Vitest has it, as a record. */
export function caseRecord(test: TestCase): CaseRecord {
  const { state, note, errors = [] } = test.result() as Result
  const diagnostic = test.diagnostic()
  const { clustergate: record, clustergateMeasurements: measurements = [] } = test.meta() as Meta
  const reason = state === 'skipped' ? (reasonOf(note) ?? record?.verdict.reason) : undefined
  const last = lastAttempt(errors.length, state, diagnostic?.retryCount ?? 0, record)
  const [earlier, own] = [errors.slice(0, last), errors.slice(last)]
  return {
    file: test.module.relativeModuleId,
    ...(test.location && { line: test.location.line }),
    name: test.fullName,
    status: statusOf(state, own, record),
    ...(diagnostic && { startedAt: new Date(diagnostic.startTime).toISOString() }),
    durationMs: diagnostic?.duration ?? 0,
    retries: diagnostic?.retryCount ?? 0,
    ...(diagnostic?.retryCount && { retriesAllowed: retriesAllowed(test) }),
    ...(reason !== undefined && { reason }),
    ...(reason !== undefined && !record && isBehindGate(test) && { isBehindGate: true as const }),
    errors: own.map(errorRecord),
    ...(earlier.length > 0 && { earlierErrors: earlier.map(errorRecord) }),
    ...(record && { record }),
    ...(measurements.length > 0 && { measurements }),
  }
}

/** A number, or an object that has it. */
function retriesAllowed({ options: { retry } }: TestCase): number {
  return (typeof retry === 'object' ? retry.count : retry) ?? 0
}

/** Vitest's message for a test that was running when the run was stopped, even by `--bail`. */
const abortedNote = 'The test run was aborted by the user.'

function reasonOf(note: string | undefined): string | undefined {
  return note === abortedNote ? 'the run was stopped before this test ended' : note
}

type State = ReturnType<TestCase['result']>['state']

/** Vitest's results, whose properties depend on the state. */
interface Result {
  readonly state: State
  readonly note?: string
  readonly errors?: readonly unknown[]
}

/** Data that the tests of each kind of spec leave in `task.meta`. */
interface Meta {
  readonly clustergate?: TestRecord
  readonly clustergateMeasurements?: readonly Measurement[]
}

/**
 * Vitest lists the errors of all attempts one after the other. Those of the last are as many as missed
 * conditions of its verdict, which is that of the last attempt.
 * @returns the index of its first
 */
function lastAttempt(
  errorCount: number,
  state: State,
  retries: number,
  record: TestRecord | undefined,
): number {
  if (state === 'passed') return errorCount
  if (retries === 0) return 0
  const conditions = record?.verdict.conditions ?? []
  const missed = conditions.filter(({ status }) => status === 'fail' || status === 'no_data').length
  const open = conditions.filter(({ status }) => status === 'inconclusive').length
  return Math.max(0, errorCount - Math.max(1, missed > 0 ? missed : open))
}

function statusOf(
  state: State,
  errors: readonly unknown[],
  record: TestRecord | undefined,
): CaseRecord['status'] {
  if (state === 'passed') return 'passed'
  // Pending tests of an interrupted run were not run either.
  if (state !== 'failed') return 'skipped'
  if (record) {
    const { status } = record.verdict
    return status === 'error' || status === 'inconclusive' ? status : 'failed'
  }
  const kinds = errors.map(kindOf)
  return (
    (['failed', 'error', 'inconclusive'] as const).find((kind) => kinds.includes(kind)) ?? 'error'
  )
}

/** The closed gate is an error of the file, and the reason why its tests were skipped. */
function isBehindGate({ module }: TestCase): boolean {
  return module.errors().some(({ name }) => name === 'GateClosed')
}
