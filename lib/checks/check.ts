import type { Cluster, Worker } from '../cluster/cluster.ts'
import type { Measurement } from '../record/measurement.ts'

/** The context of a running check. */
export interface CheckContext {
  readonly cluster: Cluster
  /** The selected workers; exactly one if the check runs per worker. */
  readonly workers: readonly Worker[]
  /** Ends the check early; it then reports the samples so far. */
  readonly signal: AbortSignal
  /** The metrics that conditions need; undefined: any. Families (`json.*`) are measured for these only. */
  readonly wanted?: readonly string[]
  /**
   * Whether a condition is still undecided, so that more samples are worthwhile. Undefined: there are no
   * conditions.
   */
  readonly isOpen?: (measurement: Measurement) => boolean
  /** Called with the progress of a long check. */
  readonly onProgress?: ((progress: CheckProgress) => void) | undefined
  /** Called with notices for the user while the check runs, such as how long it will take. */
  readonly onNotice?: ((text: string) => void) | undefined
  /** The time limit of the check, in milliseconds. Probes get deadlines within it. */
  readonly timeoutMs: number
}

/** Progress of a long check. */
export interface CheckProgress {
  /** The current step, in a few words: `concurrency 15, candidate, 2 of 3`. */
  readonly step: string
  /** Requests of the whole check; `total` is undefined if time decides. */
  readonly done: number
  readonly total: number | undefined
  readonly failed: number
  readonly latencyP95Ms: number | undefined
}

/** How a kind of check measures: what a module `lib/checks/<kind>.ts` exports as `check`. */
export interface Check<Options = Readonly<Record<string, unknown>>> {
  /** Whether this measurement blocks later checks: the reason in a few words (`port 1234 is closed`). */
  blocks?(measurement: Measurement): string | undefined
  /** Measures; never throws for a failure of the network, only for a bug. */
  run(options: Options, context: CheckContext): Promise<Measurement>
}

/** A kind of check, whose module is loaded when it first runs. */
export interface DeclaredCheck extends Required<Check> {
  /** The YAML key. */
  readonly kind: string
  /** `worker`: once per selected worker; `cluster`: once for all of them. */
  readonly scope: 'worker' | 'cluster'
  /** Kinds of checks that make this one pointless if they block the same worker. */
  readonly behind: readonly string[]
}
