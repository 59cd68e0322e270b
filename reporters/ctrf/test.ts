import type { CaseRecord } from '../../lib/record/run/run-record.ts'
import { cut, firstLine, plainText } from '../../lib/rendering/plain-text.ts'
import { findingsOf, findingsText, warningsOf } from '../kit/case-findings.ts'
import { metricsOf, notesOf } from '../kit/case-metrics.ts'
import { passedAgain } from '../kit/passed-again.ts'
import { isFlaky } from '../kit/run-summary.ts'

export type CtrfStatus = 'passed' | 'failed' | 'skipped' | 'pending' | 'other'

const longestText = 1_000_000
const longestMessage = 1_000

/** A reader of only the status must not mistake a case for passed; `rawStatus` distinguishes them. */
export function statusOf({ status, isBehindGate }: CaseRecord): CtrfStatus {
  if (status === 'passed') return 'passed'
  if (status !== 'skipped') return 'failed'
  // The format's term for waiting on a condition: the gate.
  return isBehindGate ? 'pending' : 'skipped'
}

interface CtrfPlace {
  readonly stage: string
  readonly id: string
  /** From the root of the checkout. */
  readonly file: string
}

/** A case as a test of CTRF. */
export function ctrfTest(test: CaseRecord, { stage, id, file }: CtrfPlace): object {
  const { name, line, durationMs, startedAt, retries, record } = test
  const start = startedAt === undefined ? undefined : Date.parse(startedAt)
  const duration = Math.round(durationMs)
  return {
    id,
    name: plainText(name) || '(without a name)',
    status: statusOf(test),
    duration,
    ...(start !== undefined && { start, stop: start + duration }),
    suite: [file, ...(record ? [record.suite] : [])],
    ...failure(test),
    ...(test.reason !== undefined && { message: cut(plainText(test.reason), longestMessage) }),
    ...(line !== undefined && { line }),
    rawStatus: test.isBehindGate ? 'gate_closed' : test.status,
    tags: [stage, record?.check ?? ''].filter(Boolean),
    filePath: file,
    ...(stage !== '' && { type: stage }),
    ...(retries > 0 && { retries, ...attempts(test) }),
    flaky: isFlaky(test),
    extra: extra(test),
  }
}

function failure(test: CaseRecord): object {
  const findings = findingsOf(test)
  const [first] = findings
  if (!first) return {}
  const frames = findings.flatMap(({ condition }) => condition?.frame ?? [])
  return {
    message: cut(firstLine(first.message), longestMessage),
    trace: cut(plainText(findingsText(findings, test.file)), longestText),
    ...(frames.length > 0 && { snippet: cut(plainText(frames.join('\n\n')), longestText) }),
  }
}

/** If each attempt left one error; if one left several, their attempts are unknown. */
function attempts({ retries, earlierErrors = [] }: CaseRecord): object {
  if (earlierErrors.length !== retries) return {}
  const retryAttempts = earlierErrors.map(({ message }, index) => ({
    attempt: index + 1,
    status: 'failed',
    message: cut(plainText(message), longestText),
  }))
  return { retryAttempts }
}

function extra(test: CaseRecord): object {
  const { record, earlierErrors } = test
  const metrics = metricsOf(test).map(({ check, key, value }) => [`${check}.${key}`, value])
  const { inconclusive, notJudged } = warningsOf(test)
  const [again, notes] = [passedAgain(test), notesOf(test)]
  const conditions = record?.verdict.conditions.map(
    ({ metric, at, condition, status, formatted }) => ({
      metric,
      ...(at && { at }),
      condition,
      status,
      measured: formatted,
    }),
  )
  return {
    ...(record && { subject: record.subject }),
    metrics: Object.fromEntries(metrics),
    ...(conditions && { conditions }),
    ...(record?.verdict.diagnosis && { diagnosis: record.verdict.diagnosis }),
    ...(inconclusive.length > 0 && { inconclusive }),
    ...(notJudged.length > 0 && { notJudged }),
    ...(earlierErrors && { earlierErrors }),
    ...(again !== undefined && { passedAgain: plainText(again) }),
    ...(notes.length > 0 && { notes: notes.map(plainText) }),
  }
}
