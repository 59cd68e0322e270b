import type { Verdict } from './verdict.ts'

/** What one test case leaves behind: plain data that travels from the test's process in Vitest's `task.meta`. */
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
