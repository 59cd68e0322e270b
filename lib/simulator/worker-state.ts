import type { Fault } from '../cluster/cluster.ts'
import { isLoaded, type WorkerParts } from './worker-parts.ts'

/** What a worker does and has done. */
export interface SimulatedWorkerState {
  readonly id: string
  /** `refusing` and `dead`: nothing listens; `loading`: returns 503 until its model is in memory. */
  readonly status: 'up' | 'loading' | 'refusing' | 'dead'
  readonly slots: number
  readonly inFlight: number
  /** The most since the start or the last reset; so is `maxQueued`. */
  readonly maxInFlight: number
  readonly queued: number
  readonly maxQueued: number
  /** How many requests ended in which way since the start or the last reset. */
  readonly served: number
  readonly rejected: number
  readonly failed: number
  readonly aborted: number
  /** Mean time in a slot of those that were served; null where there was none. */
  readonly meanServiceMs: number | null
  /** Which faults are on. */
  readonly faults: readonly Fault[]
  /** Milliseconds since 1970: what the times of requests are counted from. */
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
