import type { CaseRecord, ErrorRecord, FileSource } from '../../../lib/record/run/run-record.ts'
import type { Diagnosis } from '../../../lib/record/verdict.ts'
import { firstLine } from '../texts.ts'
import { reportedDiagnosis } from './reported-diagnosis.ts'
import type { Title } from './reported-test.ts'
import { type Status, worstStatus } from './status.ts'

/** A problem, with everything that it explains. */
export interface VerdictFinding {
  /** On the page. */
  readonly id: string
  readonly status: Status
  readonly headline: string
  /** Undefined if the cause is unknown. */
  readonly diagnosis?: Diagnosis
  /** The message, if there is no diagnosis. */
  readonly message?: string
  /** The first of them. */
  readonly explains: readonly Explained[]
  readonly explainsCount: number
  /** On the page, all of them. */
  readonly testIds: ReadonlySet<string>
}

/** A case that failed, or a file. */
export interface Explained {
  readonly title: string
  /** Anchor of its test on the page; undefined if it has none. */
  readonly testId?: string
  /** Set if it differs from the finding's headline. */
  readonly symptom?: string
}

export interface Findings {
  readonly findings: readonly VerdictFinding[]
  /** Cases and errors with another cause: there were too many different ones. */
  readonly leftOut: number
}

/** At most this many different causes are readable. */
const maxCauses = 300
/** Maximum items of one cause, and of all causes. */
const maxExplained = 200
const maxExplainedInAll = 3_000

const stageOrder = ['network', 'balancer', 'perf']

/**
 * Problems by cause, collected while the cases are read: failures before undecided ones, a cause in the
 * network before its consequences, one that explains much before one that explains little; problems outside
 * the tests last.
 */
export class FindingCollector {
  /** Of one kind: two workers that are down need the same remedy. */
  readonly #causes = new Map<string, Cause>()
  /**
   * The diagnosis of a matcher in TypeScript has no code: a case of a spec with the same cause may have it.
   */
  readonly #codes = new Map<string, string>()
  readonly #outside = new Map<string, Outside>()
  #explained = 0
  #leftOut = 0

  /** @param testId anchor of its test on the page; undefined if it has none */
  note(record: CaseRecord, title: Title, stage: string, testId: string | undefined): void {
    const trouble = troubleOf(record, title, testId)
    const { diagnosis, message } = trouble
    if (diagnosis?.code) this.#codes.set(diagnosis.cause, diagnosis.code)
    const kind = diagnosis && (diagnosis.code || diagnosis.cause)
    const key = JSON.stringify([kind ?? null, kind === undefined ? message : ''])
    const known = this.#causes.get(key)
    if (!known && this.#causes.size >= maxCauses) {
      this.#leftOut += 1
      return
    }
    const cause = known ?? {
      stage,
      trouble,
      explains: [],
      count: 0,
      testIds: new Set(),
      statuses: new Set(),
    }
    this.#causes.set(key, cause)
    cause.count += 1
    cause.statuses.add(record.status)
    if (testId !== undefined) cause.testIds.add(testId)
    if (cause.explains.length >= maxExplained || this.#explained >= maxExplainedInAll) return
    this.#explained += 1
    cause.explains.push(trouble.explained)
  }

  /** A closed gate fails each file behind it with the same message. */
  noteFile({ file, errors }: Omit<FileSource, 'cases'>): void {
    for (const error of errors) this.#noteOutside(error, file)
  }

  noteErrors(errors: readonly ErrorRecord[]): void {
    for (const error of errors) this.#noteOutside(error, undefined)
  }

  findings(): Findings {
    const all = [
      ...this.#joined().toSorted(firstCauses).map(findingOf),
      ...[...this.#outside.values()].map(findingOfError),
    ]
    const findings = all.map((finding, index) => ({ ...finding, id: `cause-${index + 1}` }))
    return { findings, leftOut: this.#leftOut }
  }

  #noteOutside(error: ErrorRecord, file: string | undefined): void {
    const known = this.#outside.get(error.message)
    if (!known && this.#outside.size >= maxCauses) {
      this.#leftOut += 1
      return
    }
    const outside = known ?? { error, files: new Set<string>() }
    this.#outside.set(error.message, outside)
    if (file !== undefined) outside.files.add(file)
  }

  /** A cause without a code is merged with the one that has it. */
  #joined(): Cause[] {
    for (const [key, cause] of this.#causes) {
      const { diagnosis } = cause.trouble
      const code = diagnosis && !diagnosis.code && this.#codes.get(diagnosis.cause)
      const other = code && this.#causes.get(JSON.stringify([code, '']))
      if (!other) continue
      this.#causes.delete(key)
      other.count += cause.count
      other.explains.push(...cause.explains.slice(0, maxExplained - other.explains.length))
      for (const status of cause.statuses) other.statuses.add(status)
      for (const id of cause.testIds) other.testIds.add(id)
    }
    return [...this.#causes.values()]
  }
}

interface Cause {
  /** Position of its first occurrence. */
  readonly stage: string
  readonly trouble: Trouble
  readonly explains: Explained[]
  readonly testIds: Set<string>
  readonly statuses: Set<Status>
  count: number
}

interface Trouble {
  readonly explained: Explained
  readonly diagnosis: Diagnosis | undefined
  readonly message: string
}

interface Outside {
  readonly error: ErrorRecord
  readonly files: Set<string>
}

function troubleOf(
  record: CaseRecord,
  { name, subject }: Title,
  testId: string | undefined,
): Trouble {
  const verdict = record.record?.verdict
  const message = record.errors[0]?.message ?? verdict?.reason ?? 'it failed without a word'
  const title = subject === '' || subject === 'cluster' ? name : `${name} › ${subject}`
  const diagnosis = verdict?.diagnosis ?? (verdict ? undefined : reportedDiagnosis(message))
  const explained = {
    title,
    ...(testId !== undefined && { testId }),
    ...(diagnosis && { symptom: diagnosis.symptom }),
  }
  return { explained, diagnosis, message }
}

/**
 * Failures before undecided ones; by stage, known causes before unknown ones, frequent ones before rare
 * ones.
 */
function firstCauses(a: Cause, b: Cause): number {
  const [first, second] = [rankOf(a), rankOf(b)]
  const differing = first.findIndex((rank, index) => rank !== second[index])
  return differing < 0 ? 0 : (first[differing] ?? 0) - (second[differing] ?? 0)
}

function rankOf({ stage, statuses, trouble, count }: Cause): readonly number[] {
  return [
    statuses.size === 1 && statuses.has('inconclusive') ? 1 : 0,
    stageOrder.indexOf(stage),
    trouble.diagnosis ? 0 : 1,
    -count,
  ]
}

function findingOf({
  trouble,
  explains,
  count,
  statuses,
  testIds,
}: Cause): Omit<VerdictFinding, 'id'> {
  const { diagnosis, message } = trouble
  const headline = diagnosis?.symptom ?? firstLine(message)
  return {
    status: worstStatus([...statuses]),
    headline,
    ...(diagnosis ? { diagnosis } : message !== headline && { message }),
    explains: explains.map(({ symptom, ...explained }) => ({
      ...explained,
      ...(symptom !== undefined && symptom !== headline && { symptom }),
    })),
    explainsCount: count,
    testIds,
  }
}

function findingOfError({ error: { message }, files }: Outside): Omit<VerdictFinding, 'id'> {
  const headline = firstLine(message)
  return {
    status: 'error',
    headline,
    ...(message !== headline && { message }),
    explains: [...files].slice(0, maxExplained).map((title) => ({ title })),
    explainsCount: files.size,
    testIds: new Set(),
  }
}
