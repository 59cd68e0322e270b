import type { AttemptResult, RequestSummary } from '../events.ts'
import { type Outcome, outcomes } from '../request/outcome.ts'

/** Counters of the attempts on one worker, and their results. */
export interface WorkerCounts {
  /** Attempts started. */
  sent: number
  /** Ended attempts, by result. */
  readonly results: Record<AttemptResult, number>
  /** Attempts that failed here and were retried on another worker. */
  retriedAway: number
  /** Hedges sent here because another worker was slow. */
  hedges: number
  /** Sum over the attempts that were served, milliseconds. */
  serviceMs: number
  firstTokenMs: number
}

/**
 * The counters: every request ends in exactly one outcome, and every attempt in exactly one result of its
 * worker.
 */
export class Ledger {
  readonly outcomes = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<
    Outcome,
    number
  >
  readonly workers = new Map<string, WorkerCounts>()
  requests = 0
  retries = 0
  queueWaitMs = 0
  maxQueueWaitMs = 0

  began(): number {
    this.requests += 1
    return this.requests
  }

  of(workerId: string): WorkerCounts {
    const known = this.workers.get(workerId)
    if (known) return known
    const counts = emptyCounts()
    this.workers.set(workerId, counts)
    return counts
  }

  attempt(workerId: string, result: AttemptResult, serviceMs: number, firstTokenMs?: number): void {
    const counts = this.of(workerId)
    counts.results[result] += 1
    if (result !== 'ok') return
    counts.serviceMs += serviceMs
    counts.firstTokenMs += firstTokenMs ?? serviceMs
  }

  ended({ outcome, queueWaitMs }: Pick<RequestSummary, 'outcome' | 'queueWaitMs'>): void {
    this.outcomes[outcome] += 1
    this.queueWaitMs += queueWaitMs
    if (queueWaitMs > this.maxQueueWaitMs) this.maxQueueWaitMs = queueWaitMs
  }
}

function emptyCounts(): WorkerCounts {
  return {
    sent: 0,
    results: {
      ok: 0,
      http_error: 0,
      server_error: 0,
      rate_limited: 0,
      unauthorized: 0,
      refused: 0,
      timeout: 0,
      reset: 0,
      aborted: 0,
    },
    retriedAway: 0,
    hedges: 0,
    serviceMs: 0,
    firstTokenMs: 0,
  }
}
