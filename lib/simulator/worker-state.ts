import type { Fault } from '../cluster/cluster.ts'
import { isLoaded, type WorkerParts } from './worker-parts.ts'

/** The current state and the counters of a worker, in the format of JSON. */
export interface SimulatedWorkerState {
  readonly id: string
  /** `refusing` and `dead`: nothing listens; `loading`: returns 503 until its model is in memory. */
  readonly status: 'up' | 'loading' | 'refusing' | 'dead'
  readonly slots: number
  readonly inFlight: number
  /** The maximum since the start or the last reset; so is `max_queued`. */
  readonly maxInFlight: number
  readonly queued: number
  readonly maxQueued: number
  /** Numbers of requests by outcome since the start or the last reset. */
  readonly served: number
  readonly rejected: number
  readonly failed: number
  readonly aborted: number
  /** Mean time in a slot of served requests; null if there was none. */
  readonly meanServiceMs: number | null
  /** The active faults. */
  readonly faults: readonly Fault[]
  /** Milliseconds since 1970: zero of the times of requests. */
  readonly startedAtMs: number
}

export function workerState(parts: WorkerParts): SimulatedWorkerState {
  const { options, queue, ledger, faults, door } = parts
  const whileOpen = isLoaded(parts) ? 'up' : 'loading'
  return {
    id: options.id,
    status: door.state === 'open' ? whileOpen : door.state,
    slots: queue.slots,
    ...queue.state,
    ...ledger.state,
    faults: [...faults.active],
    startedAtMs: performance.timeOrigin + ledger.startedMs,
  }
}
