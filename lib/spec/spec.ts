import type { ParsedCondition } from '../conditions/condition.ts'
import type { LabelTable } from '../conditions/label-table.ts'
import type { RegressionBudget } from '../conditions/regression-budget.ts'
import type { Dimension, MetricTable } from '../units/dimension.ts'
import type { Labels } from '../units/labels.ts'

/** Stages in the order in which they run; a failed `network` stage closes the gate to the rest. */
export const stages = ['network', 'balancer', 'perf'] as const
/** A stage of a run: `network` opens the gate to `balancer` and `perf`. */
export type Stage = (typeof stages)[number]

/** Default time limit of one case if the spec has no `timeout`; a benchmark takes long. */
const defaultTimeoutsMs: Readonly<Record<Stage, number>> = {
  network: 60_000,
  balancer: 60_000,
  perf: 600_000,
}

/** Default time limit of one case of a stage if the spec has no `timeout`. */
export function defaultTimeoutMs(stage: Stage): number {
  return defaultTimeoutsMs[stage]
}

/** Maximum number of concurrent cases of the network stage. */
export const maxCasesInFlight = 32

/** The properties of a kind of check for the spec language. */
export interface CheckDeclaration {
  readonly scope: 'worker' | 'cluster'
  readonly metrics: MetricTable
  /** Labels of its levels, if it has several. */
  readonly labels?: LabelTable
}

/** All kinds of checks, by their YAML key. */
export type CheckCatalog = Readonly<Record<string, CheckDeclaration>>

/** 1-based position in the spec file. */
export interface SpecPlace {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** One metric and the condition it must meet. */
export interface SpecExpectation {
  readonly metric: string
  /** Prefix of the metrics that must all meet it, if `metric` is the `.each` of a family: `share.`. */
  readonly family?: string
  /** Its level; undefined: every measured one. */
  readonly at?: Labels
  readonly dimension: Dimension
  /** Success rates that must be high enough for the metric to count. */
  readonly needs?: readonly string[]
  readonly condition: ParsedCondition
  /** For a comparison with the baseline; `condition` is then about the change in percent. */
  readonly regression?: RegressionBudget
  readonly place: SpecPlace
  /** The lines of the file around it, with secrets masked, for reports that cannot read the file. */
  readonly frame: string
}

/** One entry of `tests:`, with all defaults filled in. */
export interface SpecTest {
  readonly name: string
  readonly place: SpecPlace
  /** The kind of check: its YAML key. */
  readonly check: string
  readonly options: Readonly<Record<string, unknown>>
  /** `each`: one case per selected worker; `together`: one case for all of them. */
  readonly runs: 'each' | 'together'
  readonly workerIds: readonly string[]
  readonly timeoutMs: number
  /** As the spec says: where it says nothing, it is for who runs it to say. */
  readonly retries?: number
  readonly onInconclusive: 'fail' | 'warn'
  /** Why the test is currently skipped. */
  readonly skip?: string
  readonly expectations: readonly SpecExpectation[]
}

/** A validated spec file: its content needs no further checks. */
export interface Spec {
  readonly file: string
  readonly suite: string
  readonly stage: Stage
  readonly place: SpecPlace
  readonly tests: readonly SpecTest[]
}
