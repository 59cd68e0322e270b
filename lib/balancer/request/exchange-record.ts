import type { RequestSummary } from '../events.ts'
import type { Attempt } from './attempt.ts'
import type { Outcome } from './outcome.ts'

/** The times and counts of one request, from which its summary is made at the end. */
export class ExchangeRecord {
  readonly startMs: number
  /** Milliseconds spent waiting for a slot, over all attempts. */
  queueWaitMs = 0
  attempts = 0
  /** Of the response that was forwarded. */
  status: number | undefined
  #enteredMs = 0

  constructor(startMs: number) {
    this.startMs = startMs
  }

  /** What is left of the caller's own deadline, in milliseconds. */
  leftMs(timeoutMs: number, nowMs: number): number {
    return Math.max(1, Math.round(timeoutMs - (nowMs - this.startMs)))
  }

  queueEntered(nowMs: number): void {
    this.#enteredMs = nowMs
  }

  queueLeft(nowMs: number): void {
    this.queueWaitMs += nowMs - this.#enteredMs
  }

  /** @param attempt the one whose response was forwarded, else the last one */
  summary(
    id: number,
    outcome: Outcome,
    attempt: Attempt | undefined,
    error: Error | undefined,
    nowMs: number,
  ): RequestSummary {
    // One literal without spreads, because it is created for every request.
    return {
      id,
      outcome,
      status: this.status,
      errorCode: error && codeOf(error),
      workerId: attempt?.worker.id,
      attempts: this.attempts,
      startMs: this.startMs,
      queueWaitMs: this.queueWaitMs,
      firstByteMs: since(attempt, attempt?.firstByteMs),
      firstTokenMs: since(attempt, attempt?.firstTokenMs),
      serviceMs: since(attempt, nowMs),
      totalMs: nowMs - this.startMs,
    }
  }
}

/** A `DOMException` has a number there. */
function codeOf(error: Error): string {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : error.name
}

function since(attempt: Attempt | undefined, ms: number | undefined): number | undefined {
  return attempt && ms !== undefined ? ms - attempt.startMs : undefined
}
