import type { Ticket } from '../admission/ticket.ts'
import type { Core } from '../core.ts'
import type { WorkerState } from '../worker/worker-state.ts'
import type { Attempt } from './attempt.ts'

/** A request that has been sent. */
export interface SentRequest extends Ticket {
  readonly id: number
  readonly attempts: number
  /** Whether it may be resent although a worker may have started on it. */
  readonly isIdempotent: boolean
}

/** Whether a request may go to another worker after a failed attempt; if so, the retry is counted. */
export function grantRetry(
  { settings, admission, budget, ledger, feed, clock }: Core,
  request: SentRequest,
  { worker: { id: workerId } }: Attempt,
  { mayHaveBegun, reason }: { readonly mayHaveBegun: boolean; readonly reason: string },
): boolean {
  if (request.attempts > settings.retries) return false
  if (mayHaveBegun && !request.isIdempotent) return false
  if (!admission.hasAnother(request) || !budget.withdraw()) return false
  ledger.retries += 1
  ledger.of(workerId).retriedAway += 1
  if (feed.hasListeners) {
    feed.emit({ type: 'retry', atMs: clock.nowMs(), requestId: request.id, workerId, reason })
  }
  return true
}

/** A slot on a second worker, if one is free and the budget allows it. */
export function takeHedge(
  { admission, budget, ledger, feed, clock }: Core,
  request: SentRequest,
): WorkerState | undefined {
  const worker = admission.takeAnother(request)
  if (!worker) return undefined
  if (!budget.withdraw()) {
    admission.release(worker)
    return undefined
  }
  ledger.of(worker.id).hedges += 1
  if (feed.hasListeners) {
    const [requestId, workerId, reason] = [request.id, worker.id, 'no first byte yet']
    feed.emit({ type: 'hedge', atMs: clock.nowMs(), requestId, workerId, reason })
  }
  return worker
}
