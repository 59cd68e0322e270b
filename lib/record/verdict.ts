import type { Dimension, MetricValue } from '../units/dimension.ts'
import type { Interval } from '../units/interval.ts'
import type { Measurement } from './measurement.ts'

export type VerdictStatus = 'pass' | 'fail' | 'inconclusive' | 'error' | 'skipped'

/** 1-based place in a user's file. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** One condition held against what was measured. */
export interface ConditionVerdict {
  readonly metric: string
  readonly dimension: Dimension
  /** The condition in the user's words. */
  readonly condition: string
  readonly status: 'pass' | 'fail' | 'inconclusive' | 'no_data'
  /** Of a family (`share.each`), that of the member that is worst off. */
  readonly measured: MetricValue
  /** The measured value with its unit, e.g. `12.4ms`; of a family, from lowest to highest: `31.2%..35.1%`. */
  readonly formatted: string
  /** What the sample says of `measured`, where it says so. */
  readonly interval?: Interval
  /** Whose value `measured` is, of a family: `mac-studio-2`. */
  readonly member?: string
  /** Where it did not pass: one line that says why. */
  readonly reason?: string
  readonly place?: Place
  /** Code frame of the place, secrets masked. */
  readonly frame?: string
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

/** The judgement over one test case (one test × one worker). */
export interface Verdict {
  readonly status: VerdictStatus
  readonly conditions: readonly ConditionVerdict[]
  readonly measurement?: Measurement
  readonly diagnosis?: Diagnosis
  /** Why it was skipped or could not run. */
  readonly reason?: string
}
