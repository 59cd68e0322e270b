import type { Baseline } from '../record/baseline/baseline.ts'
import type { Measurement } from '../record/measurement.ts'

/** What a measurement is held against where a spec asks for `regression`. */
export interface BaselineReference {
  /** The file where the baseline stands, or would stand. */
  readonly file: string
  /** Undefined: there is none yet. */
  readonly baseline: Baseline | undefined
  /** Of a confirming rerun: what was measured before it. */
  readonly first?: Measurement
}
