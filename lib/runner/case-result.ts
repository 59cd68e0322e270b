import type { Verdict } from '../record/verdict.ts'

/**
 * The outcome of one case of a spec: one test on one worker, or on all together.
 * @example
 * for (const { test, workerId, verdict } of run.cases) console.log(test, workerId, verdict.status)
 */
export interface CaseResult {
  /** The name of the test. */
  readonly test: string
  /** Absent if the test runs on all of its workers together. */
  readonly workerId?: string
  readonly verdict: Verdict
  /** It was inconclusive, which is only a warning by its spec. */
  readonly warned?: true
}

/** Whether this case fails the whole. */
export function hasFailed({ verdict, warned }: CaseResult): boolean {
  return !warned && verdict.status !== 'pass' && verdict.status !== 'skipped'
}
