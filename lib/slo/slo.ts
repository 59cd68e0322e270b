import type { SpecExpectation, Stage } from '../spec/spec.ts'

/** One thing that a spec promises: a metric and the condition that it must meet. */
export interface Objective {
  readonly metric: string
  /** The level that it is about, as written: `concurrency 15`; absent: every one that is measured. */
  readonly level?: string
  /** The condition as written, before variables are filled in: `>= 2.5x`. */
  readonly target: string
  /** Where the metric is one of a family: `share` of `share.mac-studio-1`; without `member`, each of it. */
  readonly family?: { readonly name: string; readonly member?: string }
  /** What the metric is, from the check's schema, without the example. */
  readonly meaning: string
  /** As the spec is read: parsed, with variables filled in. */
  readonly expectation: SpecExpectation
}

/** One test of a suite: what it promises, and how that is measured. */
export interface SloTest {
  /** As written. */
  readonly name: string
  /** As records of runs know it: with variables filled in. */
  readonly recordName: string
  readonly description?: string
  /** 1-based. */
  readonly line: number
  /** The kind of check: its YAML key. */
  readonly check: string
  /** As written; the check's defaults are not among them. */
  readonly writtenOptions: Readonly<Record<string, unknown>>
  /** As they hold: with the defaults, and variables filled in. */
  readonly options: Readonly<Record<string, unknown>>
  /** How prompts of its workload begin: `cold`, `warm`, `shared 200`; absent where it has no workload. */
  readonly prefix?: string
  readonly runs: 'each' | 'together'
  /** `for`, as written; absent where the spec says nothing. */
  readonly selection?: string | readonly string[]
  /** Of the cluster that the spec was read for. */
  readonly workerIds: readonly string[]
  readonly requiredWorkers?: number
  readonly retries: number
  readonly onInconclusive: 'fail' | 'warn'
  /** Why it is not run at present, as the spec says. */
  readonly skip?: string
  readonly objectives: readonly Objective[]
}

/** What one spec file in YAML declares. */
export interface SloSuite {
  /** From the root of the project, with slashes. */
  readonly file: string
  readonly name: string
  readonly stage: Stage
  readonly description?: string
  readonly owner?: string
  readonly tags: readonly string[]
  readonly tests: readonly SloTest[]
}

/** `specs/perf/scaling.spec.yaml:31` */
export function placeOf({ file }: SloSuite, { expectation }: Objective): string {
  return `${file}:${expectation.place.line}`
}

/** `speedup at concurrency 15` */
export function objectiveTitle({ metric, level }: Objective): string {
  return level === undefined ? metric : `${metric} at ${level}`
}

/** `speedup at concurrency 15: >= 2.5x` */
export function objectiveInWords(objective: Objective): string {
  return `${objectiveTitle(objective)}: ${objective.target}`
}

/** An objective with the test and the suite that declare it. */
export interface Declared {
  readonly suite: SloSuite
  readonly test: SloTest
  readonly objective: Objective
}

/** All objectives, in the order of the specs. */
export function declaredObjectives(suites: readonly SloSuite[]): Declared[] {
  return suites.flatMap((suite) =>
    suite.tests.flatMap((test) => test.objectives.map((objective) => ({ suite, test, objective }))),
  )
}
