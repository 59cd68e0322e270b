import type { Fault } from '../cluster/cluster.ts'
import type { RequestRecord } from './ledger.ts'
import type { SimulatedWorkerState } from './worker-state.ts'

/**
 * A running simulated worker in this process.
 * @example
 * await worker.setFault({ kind: 'rate_limit', retryAfterMs: 2_000, probability: 0.1 })
 * await worker.die({ returnAfterMs: 5_000 })
 */
export interface SimulatedWorker extends AsyncDisposable {
  readonly id: string
  /** The address that it listens on. */
  readonly host: string
  readonly port: number
  /** Its current state, and its counters since it was started or reset. */
  state(): SimulatedWorkerState
  /** The last 100,000 requests, in the order of arrival, if they are recorded. */
  requests(): readonly RequestRecord[]
  /**
   * Ends active faults and, given one, starts it. Only `refuse` and `death` affect requests that are served
   * already. Resolves when it is in effect.
   */
  setFault(fault: Fault | undefined): Promise<void>
  /** Cuts off all requests and refuses connections, until it is revived or the time has passed. */
  die(options?: { readonly returnAfterMs?: number }): Promise<void>
  /** Ends all active faults; a dead worker listens again. */
  revive(): Promise<void>
  /** Resets the counters. */
  reset(): void
  /** Ends all requests, and stops listening. */
  close(): Promise<void>
}
