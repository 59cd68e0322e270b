import type { RegressionBudget } from '../conditions/regression-budget.ts'
import type { Dimension, MetricValue } from '../units/dimension.ts'
import type { Interval } from '../units/interval.ts'
import { type Labels, labelsInWords } from '../units/labels.ts'
import type { Measurement } from './measurement.ts'

/**
 * Status of a verdict. Only `pass` passes; `inconclusive`: the sample does not decide; `error`: it could
 * not be measured; `skipped`: it was not run.
 */
export type VerdictStatus = 'pass' | 'fail' | 'inconclusive' | 'error' | 'skipped'

/** 1-based position in a user's file. */
export interface ConditionPlace {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** One judged condition. */
export interface ConditionVerdict {
  readonly metric: string
  /** The level of the condition, for a check with several: `{ concurrency: 15 }`. */
  readonly at?: Labels
  readonly dimension: Dimension
  /** The condition as the user wrote it. */
  readonly condition: string
  readonly status: 'pass' | 'fail' | 'inconclusive' | 'no_data'
  /** Of a family (`share.each`) or of several levels, the one that is worst. */
  readonly measured: MetricValue
  /** The measured value with its unit, e.g. `12.4ms`; of several, from lowest to highest: `31.2%..35.1%`. */
  readonly formatted: string
  /** The interval of `measured`, if it has one. */
  readonly interval?: Interval
  /** The member of a family with the value `measured`: `mac-studio-2`. */
  readonly member?: string
  /** The level of `measured`, with all of its labels. */
  readonly level?: Labels
  /** The value decides nothing, and neither would a further sample. */
  readonly unfit?: true
  /** If it did not pass: the reason in one line. */
  readonly reason?: string
  /** The result of a comparison with a stored baseline, whose change in percent is `measured`. */
  readonly baseline?: BaselineComparison
  readonly place?: ConditionPlace
  /** Code frame of the position, with secrets masked. */
  readonly frame?: string
}

/** The result of a comparison with a stored baseline. */
export interface BaselineComparison {
  /**
   * `held`: not worse than allowed; `improved`: better beyond the noise; `regressed`; `undecided`: the
   * sample does not decide. `absent`: there is no baseline yet; `not_comparable`: it is of another
   * workload, model or cluster; `not_judged`: there is nothing to compare, or the run is unfit to be
   * judged.
   */
  readonly outcome:
    | 'held'
    | 'improved'
    | 'regressed'
    | 'undecided'
    | 'absent'
    | 'not_comparable'
    | 'not_judged'
  /** The tolerance. */
  readonly budget: RegressionBudget
  readonly file?: string
  /** ISO 8601, of its last run. */
  readonly startedAt?: string
  /** Its number of runs. */
  readonly runs?: number
}

/** The subject of a condition, for people: `speedup at concurrency 15`. */
export function conditionTitle({ metric, at }: Pick<ConditionVerdict, 'metric' | 'at'>): string {
  return at ? `${metric} at ${labelsInWords(at)}` : metric
}

/** Symptom → probable cause → remedy, with the evidence of this run. */
export interface Diagnosis {
  /** Stable code, e.g. `connection_refused`. */
  readonly code: string
  readonly symptom: string
  readonly cause: string
  /** Remedies, most likely first; commands are in backticks. */
  readonly remedy: readonly string[]
}

/**
 * The verdict of one test case (one test × one worker).
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
