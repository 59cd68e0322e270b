import type { Verdict } from './verdict.ts'

/** The result of one test case: plain data that is sent from the test's process in Vitest's `task.meta`. */
export interface TestRecord {
  readonly schemaVersion: 1
  readonly suite: string
  readonly stage: 'network' | 'balancer' | 'perf'
  /** The test's name, without the worker. */
  readonly test: string
  /** Worker id, or `cluster`. */
  readonly subject: string
  /** The kind of check. */
  readonly check: string
  readonly verdict: Verdict
}
