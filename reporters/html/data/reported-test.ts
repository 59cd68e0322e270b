import type { Measurement } from '../../../lib/record/measurement.ts'
import type { CaseCounts, CaseRecord } from '../../../lib/record/run/run-record.ts'
import type { Budget } from './budgets.ts'
import type { Status } from './status.ts'

/** A test of a spec with its cases: one, or one for each worker. */
export interface ReportedTest {
  /** On the page. */
  readonly id: string
  readonly stage: string
  readonly file: string
  readonly suite: string
  readonly name: string
  readonly line?: number
  readonly status: Status
  /** Of all its cases. */
  readonly counts: CaseCounts
  readonly budgets: readonly Budget[]
  /** The cases that are listed, in their order; of very many, first those that did not pass. */
  readonly cases: readonly ReportedCase[]
  /** Of all cases together. */
  readonly durationMs: number
  readonly retries: number
  /** Whether its charts are on the page. */
  readonly isCharted: boolean
  /** Loads that were too many to draw. */
  readonly loadsLeftOut: number
}

export interface ReportedCase {
  /** Worker id or `cluster`; empty if a test in TypeScript does not name it. */
  readonly subject: string
  /** Without its measurements. */
  readonly record: CaseRecord
  /** The measurement of a verdict comes first. */
  readonly measurements: readonly Measurement[]
  /** Of the first measurement: runs with the same one are of one series. */
  readonly settingKey?: string
}

/** The parts of a case's name. */
export interface Title {
  readonly suite: string
  readonly name: string
  readonly subject: string
}

/** A test in TypeScript has no record: its name contains its suite and, at the end, its worker. */
export function titleOf({ name, record }: CaseRecord, workerIds: ReadonlySet<string>): Title {
  if (record) return { suite: record.suite, name: record.test, subject: record.subject }
  const [subject = '', ...before] = name.split(' › ').toReversed()
  const hasWorker = before.length > 0 && workerIds.has(subject)
  const path = hasWorker ? name.slice(0, -` › ${subject}`.length) : name
  const suites = path.split(' > ')
  const test = suites.pop() ?? path
  return { suite: suites.join(' > '), name: test, subject: hasWorker ? subject : '' }
}

export function measurementsOf({ record, measurements = [] }: CaseRecord): readonly Measurement[] {
  const judged = record?.verdict.measurement
  return judged ? [judged, ...measurements] : measurements
}
