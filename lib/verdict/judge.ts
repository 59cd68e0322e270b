import type { Measurement } from '../record/measurement.ts'
import type { Verdict } from '../record/verdict.ts'
import type { BaselineReference } from './baseline-reference.ts'
import { diagnose } from './diagnose.ts'
import type { Expectation } from './expectation.ts'
import { judgeConditions, withDiagnosis } from './judge-conditions.ts'

/**
 * Judges a measurement by its expectations as `judgeConditions` does, and names the probable cause of what was missed.
 * @param reference the baseline, for conditions with `regression`
 */
export function judge(
  expectations: readonly Expectation[],
  measured: Measurement,
  reference?: BaselineReference,
): Verdict {
  return withDiagnosis(judgeConditions(expectations, measured, reference), diagnose)
}
