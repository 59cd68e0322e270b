import type { Outcome } from './request/outcome.ts'
import { throwLater } from './request/throw-later.ts'

/** One decision of the balancer, or what led to it. Times are milliseconds of its clock. */
export type BalancerEvent = { readonly atMs: number } & (
  | { readonly type: 'queued'; readonly requestId: number; readonly queued: number }
  | { readonly type: 'sent'; readonly requestId: number; readonly workerId: string }
  | {
      readonly type: 'settled'
      readonly requestId: number
      readonly workerId: string
      readonly result: AttemptResult
    }
  | {
      readonly type: 'retry' | 'hedge'
      readonly requestId: number
      readonly workerId: string
      readonly reason: string
    }
  | { readonly type: 'end'; readonly request: RequestSummary }
  | {
      readonly type: 'ejected'
      readonly workerId: string
      readonly reason: string
      readonly forMs: number
    }
  | { readonly type: 'trial' | 'returned' | 'joined' | 'left'; readonly workerId: string }
  | { readonly type: 'limit_renamed'; readonly workerId: string }
  | { readonly type: 'last_worker_kept'; readonly workerId: string; readonly reason: string }
  | {
      readonly type: 'unauthorized'
      readonly workerId: string
      readonly forMs: number
    }
  | {
      readonly type: 'rate_limited'
      readonly workerId: string
      readonly forMs: number
      /** 429, or 503 for a worker that is busy or loading. */
      readonly status: number
    }
  /** A worker responded with an error, or sends its client elsewhere; told once its body was read. */
  | {
      readonly type: 'error_response'
      readonly workerId: string
      readonly status: number
      /** What it says itself, on one line, secrets hidden; undefined: nothing. */
      readonly words: string | undefined
      /** The target of a redirect, without credentials and query. */
      readonly redirectsTo: string | undefined
    }
  | { readonly type: 'down' | 'busy'; readonly workerId: string; readonly reason: string }
  | {
      readonly type: 'overclaimed'
      readonly workerId: string
      /** Requests that it had when it refused one more as busy. */
      readonly accepted: number
      /** `max_concurrent_requests` of the cluster file. */
      readonly claimed: number
      /** Of the refusal, and what the worker said in it. */
      readonly status: number
      readonly words: string | undefined
    }
  | { readonly type: 'up' | 'draining' | 'drained' | 'undrained'; readonly workerId: string }
)

/** How one attempt on one worker ended, seen from the worker. */
export type AttemptResult =
  | 'ok'
  | 'http_error'
  | 'server_error'
  | 'rate_limited'
  | 'unauthorized'
  | 'refused'
  | 'timeout'
  | 'reset'
  | 'aborted'

/** What became of one request: plain data. */
export interface RequestSummary {
  readonly id: number
  readonly outcome: Outcome
  /** HTTP status of the response that was passed on. */
  readonly status: number | undefined
  /** Code of the error, where no response was passed on. */
  readonly errorCode: string | undefined
  /** The worker of the last attempt. */
  readonly workerId: string | undefined
  /** How often it was sent to a worker. */
  readonly attempts: number
  readonly startMs: number
  /** Spent waiting for a slot, over all attempts. */
  readonly queueWaitMs: number
  /** From the last attempt's slot to the response's first byte, and to its first chunk of body. */
  readonly firstByteMs: number | undefined
  readonly firstTokenMs: number | undefined
  /** From the last attempt's slot to its end. */
  readonly serviceMs: number | undefined
  readonly totalMs: number
}

/**
 * Hears of every decision of a balancer, at once; what it throws reaches nobody who sends.
 * @example
 * balancer.onEvent((event) => {
 *   if (event.type === 'ejected') console.error(event.workerId, event.reason)
 * })
 */
export type EventListener = (event: BalancerEvent) => void

/** Who listens; an event is only made where someone does. */
export class EventFeed {
  readonly #listeners = new Set<EventListener>()

  get hasListeners(): boolean {
    return this.#listeners.size > 0
  }

  /** Returns what ends the subscription. */
  subscribe(listener: EventListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  emit(event: BalancerEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event)
      } catch (error) {
        throwLater(error)
      }
    }
  }
}
