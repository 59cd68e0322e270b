import { type FaultWords, faultWords } from './faults/fault-words.ts'
import { isLoaded, type WorkerParts } from './worker-parts.ts'

/** What a worker does and has done, as JSON tells it. */
export interface WorkerState {
  readonly id: string
  /** `refusing` and `dead`: nothing listens; `loading`: returns 503 until its model is in memory. */
  readonly status: 'up' | 'loading' | 'refusing' | 'dead'
  readonly slots: number
  readonly in_flight: number
  /** The most since the start or the last reset; so is `max_queued`. */
  readonly max_in_flight: number
  readonly queued: number
  readonly max_queued: number
  /** How many requests ended in which way since the start or the last reset. */
  readonly served: number
  readonly rejected: number
  readonly failed: number
  readonly aborted: number
  /** Mean time in a slot of those that were served; null where there was none. */
  readonly mean_service_ms: number | null
  /** Which faults are on. */
  readonly faults: readonly FaultWords[]
  /** Milliseconds since 1970: what the times of requests are counted from. */
  readonly started_at: number
}

export function workerState(parts: WorkerParts): WorkerState {
  const { options, queue, ledger, faults, door } = parts
  const whileOpen = isLoaded(parts) ? 'up' : 'loading'
  return {
    id: options.id,
    status: door.state === 'open' ? whileOpen : door.state,
    slots: queue.slots,
    ...queue.state,
    ...ledger.state,
    faults: faults.active.map(faultWords),
    started_at: performance.timeOrigin + ledger.startedMs,
  }
}
