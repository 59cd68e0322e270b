import type { SpecExpectation, Stage } from '../spec/spec.ts'

/** One objective of a spec: a metric and the condition that it must meet. */
export interface Objective {
  readonly metric: string
  /** Its level, as written: `concurrency 15`; absent: every measured one. */
  readonly level?: string
  /** The condition as written, before variables are filled in: `>= 2.5x`. */
  readonly target: string
  /** If the metric is one of a family: `share` of `share.mac-studio-1`; without `member`, each of it. */
  readonly family?: { readonly name: string; readonly member?: string }
  /** The description of the metric in the check's schema, without the example. */
  readonly meaning: string
  /** Parsed, with variables filled in. */
  readonly expectation: SpecExpectation
}

/** One test of a suite: its objectives, and how they are measured. */
export interface SloTest {
  /** As written. */
  readonly name: string
  /** Its name in records of runs: with variables filled in. */
  readonly recordName: string
  readonly description?: string
  /** 1-based. */
  readonly line: number
  /** The kind of check: its YAML key. */
  readonly check: string
  /** As written; without defaults. */
  readonly writtenOptions: Readonly<Record<string, unknown>>
  /** As used: with defaults, and variables filled in. */
  readonly options: Readonly<Record<string, unknown>>
  /** Prefixes of the prompts of its workload: `cold`, `warm`, `shared 200`; absent without a workload. */
  readonly prefix?: string
  readonly runs: 'each' | 'together'
  /** `for`, as written; absent if the spec has none. */
  readonly selection?: string | readonly string[]
  /** Workers of the cluster for which the spec was read. */
  readonly workerIds: readonly string[]
  readonly requiredWorkers?: number
  readonly retries: number
  readonly onInconclusive: 'fail' | 'warn'
  /** Why it is currently skipped, from the spec. */
  readonly skip?: string
  readonly objectives: readonly Objective[]
}

/** The declarations of one spec file in YAML. */
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
