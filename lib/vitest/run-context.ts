import type { Cluster } from '../cluster/cluster.ts'
import type { GateState } from '../runner/gate.ts'
import type { Stage } from '../spec/spec.ts'

/** What the main process tells each test worker, by Vitest's `provide` and `inject`. */
export interface RunContext {
  readonly stage: Stage
  /** The cluster with the addresses that are really served (the embedded one picks free ports). */
  readonly cluster: Cluster
  readonly gate: GateState
  /** A file of this run alone; its existence closes the gate, its text says why. */
  readonly gateFile: string
  /** A file of this run alone, where a running check writes how far it is. */
  readonly progressFile: string
}

declare module 'vitest' {
  interface ProvidedContext {
    clustergate: RunContext
  }
}
