import type { CaseRecord, RunSource } from '../record/run/run-record.ts'
import type { ConditionVerdict } from '../record/verdict.ts'
import { grouped } from '../units/grouped.ts'
import { labelled } from '../units/labels.ts'
import type { Objective, SloSuite, SloTest } from './slo.ts'

export type VerdictWord = 'passed' | 'failed' | 'error' | 'inconclusive' | 'skipped'

/** The last verdict of a test. */
export interface LastVerdict {
  /** The worst of its cases. */
  readonly status: VerdictWord
  /** ISO 8601, in UTC. */
  readonly at: string
  /** Numbers of cases by status; a test that runs on each worker has one of each. */
  readonly counts: Readonly<Partial<Record<VerdictWord, number>>>
  /** Why it was skipped. */
  readonly reason?: string
  /** By `conditionKey`. */
  readonly conditions: ReadonlyMap<string, ConditionOutcome>
}

/** The verdict of a condition, of the worst case. */
export interface ConditionOutcome {
  readonly status: ConditionVerdict['status']
  /** With its unit: `2.69x`. */
  readonly measured: string
}

/** A test of a spec in TypeScript, which only a run can list. */
export interface RecordedTest {
  /** Suites and test: `Scaling > three beat one`. */
  readonly name: string
  readonly line?: number
  readonly verdict: LastVerdict
}

/** The last verdicts of tests, from records. */
export class LastVerdicts {
  readonly #byTest = new Map<string, LastVerdict>()

  /** Adds a verdict, unless there is a newer one of that test. */
  add(file: string, test: string, verdict: LastVerdict): void {
    const key = testKey(file, test)
    const known = this.#byTest.get(key)
    if (!known || known.at < verdict.at) this.#byTest.set(key, verdict)
  }

  of({ file }: SloSuite, { recordName }: SloTest): LastVerdict | undefined {
    return this.#byTest.get(testKey(file, recordName))
  }
}

/** Adds the verdicts of a run for the tests of YAML specs. */
export function addRun(verdicts: LastVerdicts, run: RunSource): void {
  for (const { file, cases } of run.files) {
    const tests = grouped(ran(run, cases), ({ record }) => record?.test)
    for (const [test, members] of tests) {
      if (test !== undefined) verdicts.add(slashed(file), test, verdictOf(run, members))
    }
  }
}

/** The verdicts of a run for the tests of one file in TypeScript, in their order there. */
export function recordedTests(run: RunSource, file: string): RecordedTest[] {
  const workerIds = new Set(run.cluster?.workers.map(({ id }) => id))
  const cases = [...run.files]
    .filter((each) => slashed(each.file) === file)
    .flatMap((each) => ran(run, each.cases))
  const tests = grouped(cases, ({ name }) => withoutWorker(name, workerIds))
  return [...tests].map(([name, members]) => {
    const line = members[0]?.line
    return { name, ...(line !== undefined && { line }), verdict: verdictOf(run, members) }
  })
}

/** `speedup{concurrency=15} >= 2.5x` */
export function conditionKey(
  metric: string,
  at: Objective['expectation']['at'],
  condition: string,
): string {
  return `${labelled(metric, at ?? {})} ${condition}`
}

function testKey(file: string, test: string): string {
  return `${file}\n${test}`
}

function slashed(file: string): string {
  return file.replaceAll('\\', '/')
}

/** Without those that an interrupted run never reached. */
function ran({ ended }: RunSource, cases: Iterable<CaseRecord>): CaseRecord[] {
  const isWhole = ended === undefined || ended === 'complete'
  return [...cases].filter(
    ({ status, reason }) => isWhole || status !== 'skipped' || reason !== undefined,
  )
}

function withoutWorker(name: string, workerIds: ReadonlySet<string>): string {
  const at = name.lastIndexOf(' › ')
  return at !== -1 && workerIds.has(name.slice(at + 3)) ? name.slice(0, at) : name
}

/** The worst first; one that was skipped on some workers has no influence on the others. */
const severity: readonly VerdictWord[] = ['failed', 'error', 'inconclusive', 'passed', 'skipped']

/** The word for cases with this status. */
export function worst(counts: LastVerdict['counts']): VerdictWord {
  return severity.find((status) => (counts[status] ?? 0) > 0) ?? 'skipped'
}

function verdictOf(run: RunSource, cases: readonly CaseRecord[]): LastVerdict {
  const counts: Partial<Record<VerdictWord, number>> = {}
  for (const { status } of cases) counts[status] = (counts[status] ?? 0) + 1
  const status = worst(counts)
  const starts = cases.flatMap(({ startedAt }) => startedAt ?? [])
  const reason = status === 'skipped' ? cases[0]?.reason : undefined
  return {
    status,
    counts,
    at: new Date(starts.toSorted().at(-1) ?? run.startedAt).toISOString(),
    ...(reason !== undefined && { reason }),
    conditions: conditionsOf(cases),
  }
}

const conditionSeverity: readonly ConditionVerdict['status'][] = [
  ...(['fail', 'no_data', 'inconclusive', 'pass'] as const),
]

function conditionsOf(cases: readonly CaseRecord[]): ReadonlyMap<string, ConditionOutcome> {
  const all = cases.flatMap(({ record }) => record?.verdict.conditions ?? [])
  const groups = grouped(all, ({ metric, at, condition }) => conditionKey(metric, at, condition))
  return new Map([...groups].map(([key, members]) => [key, outcomeOf(members)]))
}

function outcomeOf(members: readonly ConditionVerdict[]): ConditionOutcome {
  const status = conditionSeverity.find((each) => members.some((one) => one.status === each))
  const bad = members.filter((each) => each.status === status)
  const shown = [...new Set(bad.map(({ formatted }) => formatted))]
  const measured = shown.length > 3 ? `${shown.slice(0, 3).join(', ')}, …` : shown.join(', ')
  return { status: status ?? 'no_data', measured }
}
