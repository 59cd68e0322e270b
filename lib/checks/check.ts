import type { Cluster, Worker } from '../cluster/cluster.ts'
import type { Measurement } from '../record/measurement.ts'

/** What a running check gets to know. */
export interface CheckContext {
  readonly cluster: Cluster
  /** The selected workers; exactly one where the check runs per worker. */
  readonly workers: readonly Worker[]
  /** Ends the check early; it then reports what it has. */
  readonly signal: AbortSignal
  /** The metrics that will be asked for; undefined: any. Families (`json.*`) are measured for these alone. */
  readonly wanted?: readonly string[]
  /**
   * Whether what was measured so far leaves a condition open, so that more samples are worth their time.
   * Undefined: nobody judges.
   */
  readonly isOpen?: (measurement: Measurement) => boolean
  /** Hears how far a long check is. */
  readonly onProgress?: ((progress: CheckProgress) => void) | undefined
  /** Receives what a user should know while the check runs, such as how long it will take. */
  readonly onNotice?: ((text: string) => void) | undefined
  /** The time this check may take. Probes get deadlines inside it. */
  readonly timeoutMs: number
}

/** How far a long check is. */
export interface CheckProgress {
  /** What is being done, in a few words: `concurrency 15, candidate, 2 of 3`. */
  readonly step: string
  /** Of the whole check; `total` is undefined where time decides. */
  readonly done: number
  readonly total: number | undefined
  readonly failed: number
  readonly latencyP95Ms: number | undefined
}

/** A kind of check: what it is called, on whom it runs, how it measures. */
export interface Check<Options = Readonly<Record<string, unknown>>> {
  /** The YAML key. */
  readonly kind: string
  /** `worker`: once per selected worker; `cluster`: once for all of them. */
  readonly scope: 'worker' | 'cluster'
  /** Kinds that, where they block the same worker, make this one pointless. */
  readonly behind: readonly string[]
  /** Whether this measurement bars what follows it: the reason in a few words (`port 1234 is closed`). */
  blocks?(measurement: Measurement): string | undefined
  /** Measures; never throws for what the network does, only for a bug of ours. */
  run(options: Options, context: CheckContext): Promise<Measurement>
}
