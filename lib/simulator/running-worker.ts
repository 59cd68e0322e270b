import type { Fault } from '../cluster/cluster.ts'
import type { RequestRecord } from './ledger.ts'
import type { SimulatedWorkerState } from './worker-state.ts'

/**
 * A simulated worker that runs in this process.
 * @example
 * await worker.setFault({ kind: 'rate_limit', retryAfterMs: 2_000, probability: 0.1 })
 * await worker.die({ returnAfterMs: 5_000 })
 */
export interface SimulatedWorker extends AsyncDisposable {
  readonly id: string
  /** The address that it listens on. */
  readonly host: string
  readonly port: number
  /** What it does at the moment, and what it has done since it was started or reset. */
  state(): SimulatedWorkerState
  /** What became of the last 100,000 requests, in the order of arrival, where they are recorded. */
  requests(): readonly RequestRecord[]
  /**
   * Ends the faults that are on and, given one, switches it on. Requests that are served already
   * are touched by `refuse` and `death` only. Resolves when it is in effect.
   */
  setFault(fault: Fault | undefined): Promise<void>
  /** Cuts off all that is served and refuses connections, until it is revived or the time has passed. */
  die(options?: { readonly returnAfterMs?: number }): Promise<void>
  /** Ends all faults that are on; a dead worker listens again. */
  revive(): Promise<void>
  /** Begins to count anew. */
  reset(): void
  /** Ends all that is served, and stops to listen. */
  close(): Promise<void>
}
