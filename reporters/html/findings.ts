import type { ErrorRecord, RunRecord } from '../../lib/record/run-record.ts'
import type { Diagnosis } from '../../lib/record/verdict.ts'
import type { ReportedCase, ReportedTest } from './reported-test.ts'
import { isBad, type Status, worstStatus } from './status.ts'
import { toldDiagnosis } from './told-diagnosis.ts'

/** Something that went wrong, with all that it explains. */
export interface Finding {
  /** On the page. */
  readonly id: string
  readonly status: Status
  readonly headline: string
  /** Undefined where nobody knows the cause. */
  readonly diagnosis?: Diagnosis
  /** What was told, where there is no diagnosis. */
  readonly message?: string
  readonly explains: readonly Explained[]
}

/** A case that went wrong, or a file. */
export interface Explained {
  readonly title: string
  /** Of its test on the page; undefined for what has no place there. */
  readonly testId?: string
  /** Where it differs from the finding's headline. */
  readonly symptom?: string
}

const stageOrder = ['network', 'balancer', 'perf']

/**
 * What went wrong, by its cause: a cause in the network goes before its consequences, and one that explains
 * much before one that explains little; what broke outside of the tests comes last.
 * @param linked those that have a place on the page
 */
export function findingsOf(
  run: RunRecord,
  tests: readonly ReportedTest[],
  linked: ReadonlySet<ReportedTest>,
): readonly Finding[] {
  const troubles = tests.flatMap((test) => troublesOf(test, linked.has(test)))
  const codes = new Map(
    troubles.flatMap(({ diagnosis }) =>
      diagnosis?.code ? [[diagnosis.cause, diagnosis.code]] : [],
    ),
  )
  // Of one kind: two workers that are down need the same remedy.
  const causes = new Map<string, Trouble[]>()
  for (const trouble of troubles) {
    const { diagnosis, message } = trouble
    const kind = diagnosis && (diagnosis.code || (codes.get(diagnosis.cause) ?? diagnosis.cause))
    append(causes, JSON.stringify([kind ?? null, kind === undefined ? message : '']), trouble)
  }
  return [
    ...[...causes.values()].toSorted(firstCauses).map(findingOf),
    ...outsideOfTests(run).map(findingOfError),
  ].map((finding, index) => ({ ...finding, id: `cause-${index + 1}` }))
}

interface Trouble {
  readonly stage: string
  readonly status: Status
  readonly explained: Explained
  readonly diagnosis: Diagnosis | undefined
  readonly message: string
}

function troublesOf(test: ReportedTest, isLinked: boolean): Trouble[] {
  return test.cases
    .filter(({ record }) => isBad(record.status))
    .map((each) => troubleOf(test, each, isLinked))
}

function troubleOf(
  { id, stage, name }: ReportedTest,
  { subject, record }: ReportedCase,
  isLinked: boolean,
): Trouble {
  const verdict = record.record?.verdict
  const message = record.errors[0]?.message ?? verdict?.reason ?? 'it failed without a word'
  const title = subject === '' || subject === 'cluster' ? name : `${name} › ${subject}`
  return {
    ...{ stage, status: record.status, explained: { title, ...(isLinked && { testId: id }) } },
    diagnosis: verdict?.diagnosis ?? (verdict ? undefined : toldDiagnosis(message)),
    message,
  }
}

/** By stage; what is wrong before what is open, what is known before what is not, much before little. */
function firstCauses(a: readonly Trouble[], b: readonly Trouble[]): number {
  const [first, second] = [rankOf(a), rankOf(b)]
  const differing = first.findIndex((rank, index) => rank !== second[index])
  return differing < 0 ? 0 : (first[differing] ?? 0) - (second[differing] ?? 0)
}

function rankOf(troubles: readonly Trouble[]): readonly number[] {
  const [first] = troubles
  return [
    stageOrder.indexOf(first?.stage ?? ''),
    troubles.every(({ status }) => status === 'inconclusive') ? 1 : 0,
    first?.diagnosis ? 0 : 1,
    -troubles.length,
  ]
}

function findingOf(troubles: readonly Trouble[]): Omit<Finding, 'id'> {
  const [first] = troubles
  const { diagnosis, message = '' } = first ?? {}
  const headline = diagnosis?.symptom ?? firstLine(message)
  return {
    status: worstStatus(troubles.map(({ status }) => status)),
    headline,
    ...(diagnosis ? { diagnosis } : message !== headline && { message }),
    explains: troubles.map(({ explained, diagnosis: own }) => ({
      ...explained,
      ...(own && own.symptom !== headline && { symptom: own.symptom }),
    })),
  }
}

/** A closed gate fails each file behind it with the same words. */
function outsideOfTests({ files, errors }: RunRecord): readonly Outside[] {
  const outside = new Map<string, Outside>()
  for (const { file, errors: own } of files) {
    for (const error of own) {
      const known = outside.get(error.message)
      const files = known?.files ?? new Set<string>()
      outside.set(error.message, { error, files: files.add(file) })
    }
  }
  for (const error of errors) outside.set(error.message, { error, files: new Set() })
  return [...outside.values()]
}

interface Outside {
  readonly error: ErrorRecord
  readonly files: Set<string>
}

function findingOfError({ error: { message }, files }: Outside): Omit<Finding, 'id'> {
  const headline = firstLine(message)
  return {
    status: 'error',
    headline,
    ...(message !== headline && { message }),
    explains: [...files].map((title) => ({ title })),
  }
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? ''
}

function append<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key)
  if (group) group.push(item)
  else groups.set(key, [item])
}
