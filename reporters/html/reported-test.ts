import type { Measurement } from '../../lib/record/measurement.ts'
import type { CaseRecord, FileRecord } from '../../lib/record/run-record.ts'
import { type Status, worstStatus } from './status.ts'

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
  readonly cases: readonly ReportedCase[]
}

export interface ReportedCase {
  /** Worker id or `cluster`; empty where a test in TypeScript does not say. */
  readonly subject: string
  readonly record: CaseRecord
  readonly measurements: readonly Measurement[]
}

/** The tests of a file in their order. */
export function testsOf(
  file: FileRecord,
  workerIds: ReadonlySet<string>,
  idPrefix: string,
): readonly ReportedTest[] {
  const groups = new Map<string, { title: Title; cases: ReportedCase[] }>()
  for (const record of file.cases) {
    const title = titleOf(record, workerIds)
    const key = JSON.stringify([title.suite, title.name, record.line])
    const group = groups.get(key) ?? { title, cases: [] }
    group.cases.push({ subject: title.subject, record, measurements: measurementsOf(record) })
    groups.set(key, group)
  }
  return [...groups.values()].map(({ title: { suite, name }, cases }, index) => {
    const line = cases[0]?.record.line
    return {
      ...{ id: `${idPrefix}-${index + 1}`, stage: file.stage, file: file.file, suite, name },
      ...(line !== undefined && { line }),
      status: worstStatus(cases.map(({ record }) => record.status)),
      cases,
    }
  })
}

interface Title {
  readonly suite: string
  readonly name: string
  readonly subject: string
}

/** A test in TypeScript has no record: what it is called tells its suite and, at the end, its worker. */
function titleOf({ name, record }: CaseRecord, workerIds: ReadonlySet<string>): Title {
  if (record) return { suite: record.suite, name: record.test, subject: record.subject }
  const [subject = '', ...before] = name.split(' › ').toReversed()
  const hasWorker = before.length > 0 && workerIds.has(subject)
  const path = hasWorker ? name.slice(0, -` › ${subject}`.length) : name
  const suites = path.split(' > ')
  const test = suites.pop() ?? path
  return { suite: suites.join(' > '), name: test, subject: hasWorker ? subject : '' }
}

function measurementsOf({ record, measurements = [] }: CaseRecord): readonly Measurement[] {
  const judged = record?.verdict.measurement
  return judged ? [judged, ...measurements] : measurements
}
