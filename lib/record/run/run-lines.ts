import type { RunEnvironment } from './run-environment.ts'
import type { CaseRecord, ClusterRecord, ErrorRecord, FileRecord, RunEnd } from './run-record.ts'

/**
 * A run as JSON Lines, written as it happens:
 *
 * ```
 * run  ::= start { cluster | case | file } [ end ]
 * ```
 * A case is written when it has ended, a file after its last case. A run without an `end` was cut off. The
 * schema of each line is in schemas/run.schema.json, under `$defs`.
 */
export type RunLine = StartLine | ClusterLine | CaseLine | FileLine | EndLine

export interface StartLine {
  readonly kind: 'start'
  readonly schemaVersion: 1
  /** ISO 8601. */
  readonly startedAt: string
  readonly environment: RunEnvironment
}

/** Known once the first tests are. */
export interface ClusterLine {
  readonly kind: 'cluster'
  readonly cluster: ClusterRecord
}

export interface CaseLine {
  readonly kind: 'case'
  /** Since the start of the run. */
  readonly atMs: number
  readonly stage: string
  readonly case: CaseRecord
}

export interface FileLine {
  readonly kind: 'file'
  readonly atMs: number
  readonly file: Omit<FileRecord, 'cases'>
}

export interface EndLine {
  readonly kind: 'end'
  readonly durationMs: number
  readonly ended: Exclude<RunEnd, 'cut_off'>
  readonly errors: readonly ErrorRecord[]
}
