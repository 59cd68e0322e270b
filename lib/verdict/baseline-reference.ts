import type { Baseline } from '../record/baseline/baseline.ts'
import type { Measurement } from '../record/measurement.ts'

/** The baseline for the `regression` of a spec. */
export interface BaselineReference {
  /** Path of the baseline, existing or not. */
  readonly file: string
  /** Undefined: there is none yet. */
  readonly baseline: Baseline | undefined
  /** For a confirming rerun: the earlier measurement. */
  readonly first?: Measurement
}
