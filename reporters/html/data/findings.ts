import type { CaseRecord, ErrorRecord, FileSource } from '../../../lib/record/run/run-record.ts'
import type { Diagnosis } from '../../../lib/record/verdict.ts'
import { firstLine } from '../texts.ts'
import { reportedDiagnosis } from './reported-diagnosis.ts'
import type { Title } from './reported-test.ts'
import { type Status, worstStatus } from './status.ts'

/** Something that went wrong, with all that it explains. */
export interface VerdictFinding {
  /** On the page. */
  readonly id: string
  readonly status: Status
  readonly headline: string
  /** Undefined where nobody knows the cause. */
  readonly diagnosis?: Diagnosis
  /** What was reported, where there is no diagnosis. */
  readonly message?: string
  /** The first of them. */
  readonly explains: readonly Explained[]
  readonly explainsCount: number
  /** On the page, all of them. */
  readonly testIds: ReadonlySet<string>
}

/** A case that went wrong, or a file. */
export interface Explained {
  readonly title: string
  /** Of its test on the page; undefined for what has no place there. */
  readonly testId?: string
  /** Where it differs from the finding's headline. */
  readonly symptom?: string
}

export interface Findings {
  readonly findings: readonly VerdictFinding[]
  /** Cases and errors whose cause is none of these: there were too many different ones. */
  readonly leftOut: number
}

/** More different causes than this nobody reads. */
const maxCauses = 300
/** Of what one cause explains, and of what all of them do. */
const maxExplained = 200
const maxExplainedInAll = 3_000

const stageOrder = ['network', 'balancer', 'perf']

/**
 * What went wrong, by its cause, while the cases go by: what failed goes before what stayed open, a cause in
 * the network before its consequences, one that explains much before one that explains little; what broke
 * outside the tests comes last.
 */
export class FindingCollector {
  /** Of one kind: two workers that are down need the same remedy. */
  readonly #causes = new Map<string, Cause>()
  /** What a matcher of TypeScript tells has no code: a case of a spec may know it by its cause. */
  readonly #codes = new Map<string, string>()
  readonly #outside = new Map<string, Outside>()
  #explained = 0
  #leftOut = 0

  /** @param testId of its test on the page; undefined where that is not there */
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

  /** A closed gate fails each file behind it with the same words. */
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

  /** A cause that was reported without its code joins the one that has it. */
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
  /** Of the first of it. */
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

/** What is wrong before what is open; by stage, what is known before what is not, much before little. */
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
