import type { Verdict } from '../record/verdict.ts'

/**
 * How one case of a spec ended: one test on one worker, or on all together.
 * @example
 * for (const { test, workerId, verdict } of run.cases) console.log(test, workerId, verdict.status)
 */
export interface CaseResult {
  /** The name of the test. */
  readonly test: string
  /** Absent where the test runs on all of its workers together. */
  readonly workerId?: string
  readonly verdict: Verdict
  /** It was inconclusive, and its spec wants that to be a warning. */
  readonly warned?: true
}

/** Whether this case fails what it belongs to. */
export function hasFailed({ verdict, warned }: CaseResult): boolean {
  return !warned && verdict.status !== 'pass' && verdict.status !== 'skipped'
}
