import type { Measurement } from '../measurement.ts'
import type { TestRecord } from '../test-record.ts'
import type { RunEnvironment } from './run-environment.ts'

/** How one test case ended, whether it was declared in YAML or in TypeScript. */
export interface CaseRecord {
  /** File, relative to the root. */
  readonly file: string
  /** 1-based line of the test in it. */
  readonly line?: number
  /** Suites and test, as `Suite > test › worker`. */
  readonly name: string
  readonly status: 'passed' | 'failed' | 'error' | 'inconclusive' | 'skipped'
  /** ISO 8601; absent if it did not run. */
  readonly startedAt?: string
  /** Of all attempts together. */
  readonly durationMs: number
  /** Number of retries. */
  readonly retries: number
  /** Maximum number of retries; absent without any. */
  readonly retriesAllowed?: number
  /** Why it was skipped. */
  readonly reason?: string
  /** It was skipped because the network gate was closed. */
  readonly isBehindGate?: true
  /** Errors of the last attempt; empty if it passed or was skipped. */
  readonly errors: readonly ErrorRecord[]
  /** Attempts before the last; absent if the first one counted. */
  readonly earlierErrors?: readonly ErrorRecord[]
  /** The measurement and its verdict; absent for tests without a check. */
  readonly record?: TestRecord
  /** Benchmarks of a test in TypeScript, which has no verdict record. */
  readonly measurements?: readonly Measurement[]
}

/** An error of a test, as reported. */
export interface ErrorRecord {
  readonly name: string
  readonly message: string
}

/**
 * The cases of one file in one stage, and errors outside them (the closed gate, a file that cannot be
 * read).
 */
export interface FileRecord {
  readonly file: string
  readonly stage: string
  readonly durationMs: number
  readonly errors: readonly ErrorRecord[]
  readonly cases: readonly CaseRecord[]
}

/**
 * A whole run: plain data, from which every report is made. The schema is schemas/run.schema.json.
 * @example
 * const run: RunRecord = JSON.parse(readFileSync('reports/clustergate.json', 'utf8'))
 */
export interface RunRecord {
  readonly schemaVersion: 1
  /** ISO 8601. */
  readonly startedAt: string
  readonly durationMs: number
  /** Absent in older records, in which the end is unknown. */
  readonly ended?: RunEnd
  /** The environment of the run. */
  readonly environment?: RunEnvironment
  /** The workers under test, without their secrets. */
  readonly cluster?: ClusterRecord
  readonly files: readonly FileRecord[]
  /** Errors outside any file; for an incomplete run, one that reports that. */
  readonly errors: readonly ErrorRecord[]
}

/**
 * `complete`; `interrupted` by a person or by `--bail`, the rest was not run; `cut_off`: the process was
 * killed, and the record is what it had written until then.
 */
export type RunEnd = 'complete' | 'interrupted' | 'cut_off'

/** The cluster under test, without its secrets. */
export interface ClusterRecord {
  readonly file: string
  readonly workers: readonly WorkerRecord[]
}

/**
 * A run that is read case by case, so that it need not be in memory as a whole. Files and cases may be
 * iterated several times. A `RunRecord` is one.
 * @example
 * for (const { file, cases } of run.files) {
 *   for (const { name, status } of cases) console.log(file, name, status)
 * }
 */
export interface RunSource extends Omit<RunRecord, 'files'> {
  readonly files: Iterable<FileSource>
}

/**
 * A file of a run that is read case by case.
 * @example
 * for (const { name, status } of file.cases) console.log(name, status)
 */
export interface FileSource extends Omit<FileRecord, 'cases'> {
  readonly cases: Iterable<CaseRecord>
}

/** All of a run at once. */
export function wholeRun(run: RunSource): RunRecord {
  return { ...run, files: Array.from(run.files, (file) => ({ ...file, cases: [...file.cases] })) }
}

/** A worker under test, without its secrets. */
export interface WorkerRecord {
  readonly id: string
  readonly host: string
  readonly port: number
  readonly type: string
  readonly model?: string
}

export type CaseCounts = Record<CaseRecord['status'] | 'total', number>

/** Numbers of cases by status. */
export function countCases(cases: Iterable<CaseRecord>): CaseCounts {
  const counts = { total: 0, passed: 0, failed: 0, error: 0, inconclusive: 0, skipped: 0 }
  for (const { status } of cases) {
    counts[status] += 1
    counts.total += 1
  }
  return counts
}
