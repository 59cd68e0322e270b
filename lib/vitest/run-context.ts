import type { Cluster } from '../cluster/cluster.ts'
import type { GateState } from '../runner/gate.ts'
import type { Stage } from '../spec/spec.ts'

/** Data of the main process for each test worker, by Vitest's `provide` and `inject`. */
export interface RunContext {
  readonly stage: Stage
  /** The cluster with its actual addresses (the embedded one uses free ports). */
  readonly cluster: Cluster
  readonly gate: GateState
  /** A file of this run only; its existence closes the gate, its text is the reason. */
  readonly gateFile: string
  /** A file of this run only, for the progress of a running check. */
  readonly progressFile: string
}

declare module 'vitest' {
  interface ProvidedContext {
    clustergate: RunContext
  }
}
