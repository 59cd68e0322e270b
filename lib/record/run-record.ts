import type { TestRecord } from './test-record.ts'

/** How one test case ended, whether it was declared in YAML or in TypeScript. */
export interface CaseRecord {
  /** File, relative to the root. */
  readonly file: string
  /** 1-based line of the test in it. */
  readonly line?: number
  /** Suites and test, as `Suite > test › worker`. */
  readonly name: string
  readonly status: 'passed' | 'failed' | 'error' | 'inconclusive' | 'skipped'
  readonly durationMs: number
  readonly retries: number
  /** Why it was skipped. */
  readonly reason?: string
  readonly errors: readonly ErrorRecord[]
  /** What was measured and judged; absent for tests without a check. */
  readonly record?: TestRecord
}

export interface ErrorRecord {
  readonly name: string
  readonly message: string
}

/** The cases of one file, and what went wrong outside of them (the closed gate, a file that cannot be read). */
export interface FileRecord {
  readonly file: string
  readonly stage: string
  readonly durationMs: number
  readonly errors: readonly ErrorRecord[]
  readonly cases: readonly CaseRecord[]
}

/** A whole run: plain data, from which every report is made. */
export interface RunRecord {
  readonly schemaVersion: 1
  /** ISO 8601. */
  readonly startedAt: string
  readonly durationMs: number
  /** The workers under test, without their secrets. */
  readonly cluster?: { readonly file: string; readonly workers: readonly WorkerRecord[] }
  readonly files: readonly FileRecord[]
  /** Errors that belong to no file. */
  readonly errors: readonly ErrorRecord[]
}

export interface WorkerRecord {
  readonly id: string
  readonly host: string
  readonly port: number
  readonly type: string
  readonly model?: string
}

/** Cases by how they ended. */
export function countCases(
  cases: readonly CaseRecord[],
): Record<CaseRecord['status'] | 'total', number> {
  const counts = {
    total: cases.length,
    passed: 0,
    failed: 0,
    error: 0,
    inconclusive: 0,
    skipped: 0,
  }
  for (const { status } of cases) counts[status] += 1
  return counts
}
