import type { RegressionBudget } from '../conditions/regression-budget.ts'
import type { Dimension, MetricValue } from '../units/dimension.ts'
import type { Interval } from '../units/interval.ts'
import { type Labels, labelsInWords } from '../units/labels.ts'
import type { Measurement } from './measurement.ts'

/**
 * How a judgement ended. Only `pass` passes; `inconclusive`: the sample does not decide; `error`: it could not be
 * measured; `skipped`: it was not run.
 */
export type VerdictStatus = 'pass' | 'fail' | 'inconclusive' | 'error' | 'skipped'

/** 1-based place in a user's file. */
export interface ConditionPlace {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** One condition held against what was measured. */
export interface ConditionVerdict {
  readonly metric: string
  /** The level that it was asked for, where a check measures at several: `{ concurrency: 15 }`. */
  readonly at?: Labels
  readonly dimension: Dimension
  /** The condition in the user's words. */
  readonly condition: string
  readonly status: 'pass' | 'fail' | 'inconclusive' | 'no_data'
  /** Of a family (`share.each`) or of several levels, the one that is worst off. */
  readonly measured: MetricValue
  /** The measured value with its unit, e.g. `12.4ms`; of several, from lowest to highest: `31.2%..35.1%`. */
  readonly formatted: string
  /** What the sample says of `measured`, where it says so. */
  readonly interval?: Interval
  /** Whose value `measured` is, of a family: `mac-studio-2`. */
  readonly member?: string
  /** At which level `measured` was measured, with all of its labels. */
  readonly level?: Labels
  /** Whatever the value, nothing follows from it, and no further sample would decide. */
  readonly unfit?: true
  /** Where it did not pass: one line that says why. */
  readonly reason?: string
  /** Of a comparison with a stored baseline, whose change in percent is `measured`: what became of it. */
  readonly baseline?: BaselineComparison
  readonly place?: ConditionPlace
  /** Code frame of the place, secrets masked. */
  readonly frame?: string
}

/** What became of a comparison with a stored baseline. */
export interface BaselineComparison {
  /**
   * `held`: not worse than allowed; `improved`: better beyond the noise; `regressed`; `undecided`: the
   * sample does not report. `absent`: there is no baseline yet; `not_comparable`: it is of another
   * workload, model or cluster; `not_judged`: there is nothing to compare, or the run is unfit.
   */
  readonly outcome:
    | 'held'
    | 'improved'
    | 'regressed'
    | 'undecided'
    | 'absent'
    | 'not_comparable'
    | 'not_judged'
  /** What was allowed. */
  readonly budget: RegressionBudget
  readonly file?: string
  /** ISO 8601, of its last run. */
  readonly startedAt?: string
  /** How many it is made of. */
  readonly runs?: number
}

/** What a condition is about, for people: `speedup at concurrency 15`. */
export function conditionTitle({ metric, at }: Pick<ConditionVerdict, 'metric' | 'at'>): string {
  return at ? `${metric} at ${labelsInWords(at)}` : metric
}

/** Symptom → probable cause → remedy, with the evidence of this run. */
export interface Diagnosis {
  /** Stable code, e.g. `connection_refused`. */
  readonly code: string
  readonly symptom: string
  readonly cause: string
  /** What to do, most likely first; commands stand in backticks. */
  readonly remedy: readonly string[]
}

/**
 * The judgement over one test case (one test × one worker).
 * @example
 * const { status, conditions, diagnosis } = verdict
 * if (status !== 'pass') console.error(conditions, diagnosis?.cause, diagnosis?.remedy)
 */
export interface Verdict {
  readonly status: VerdictStatus
  readonly conditions: readonly ConditionVerdict[]
  readonly measurement?: Measurement
  readonly diagnosis?: Diagnosis
  /** Why it was skipped, could not run or is not judged. */
  readonly reason?: string
}
