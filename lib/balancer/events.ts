import { throwLater } from '../wire/throw-later.ts'
import type { Outcome } from './request/outcome.ts'

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
  /** A worker responded with an error or a redirect; emitted once its body was read. */
  | {
      readonly type: 'error_response'
      readonly workerId: string
      readonly status: number
      /** Its error message, on one line, with secrets masked; undefined: none. */
      readonly words: string | undefined
      /** The target of a redirect, without credentials and query. */
      readonly redirectsTo: string | undefined
    }
  | { readonly type: 'down' | 'busy'; readonly workerId: string; readonly reason: string }
  | {
      readonly type: 'overclaimed'
      readonly workerId: string
      /** Requests in flight when it refused one more as busy. */
      readonly accepted: number
      /** `max_concurrent_requests` of the cluster file. */
      readonly claimed: number
      /** Status and error message of the refusal. */
      readonly status: number
      readonly words: string | undefined
    }
  | { readonly type: 'up' | 'draining' | 'drained' | 'undrained'; readonly workerId: string }
)

/** Result of one attempt on one worker, from the worker's point of view. */
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

/** Outcome of one request, as plain data. */
export interface RequestSummary {
  readonly id: number
  readonly outcome: Outcome
  /** HTTP status of the response that was forwarded. */
  readonly status: number | undefined
  /** Code of the error, if no response was forwarded. */
  readonly errorCode: string | undefined
  /** The worker of the last attempt. */
  readonly workerId: string | undefined
  /** Number of attempts. */
  readonly attempts: number
  readonly startMs: number
  /** Milliseconds spent waiting for a slot, over all attempts. */
  readonly queueWaitMs: number
  /**
   * Milliseconds from the last attempt's slot to the first byte of the response, and to the first chunk of
   * its body.
   */
  readonly firstByteMs: number | undefined
  readonly firstTokenMs: number | undefined
  /** Milliseconds from the last attempt's slot to its end. */
  readonly serviceMs: number | undefined
  readonly totalMs: number
}

/**
 * Listener that is called synchronously for every event of a balancer; what it throws does not affect
 * requests.
 * @example
 * balancer.onEvent((event) => {
 *   if (event.type === 'ejected') console.error(event.workerId, event.reason)
 * })
 */
export type EventListener = (event: BalancerEvent) => void

/** The listeners; an event is created only if there is one. */
export class EventFeed {
  readonly #listeners = new Set<EventListener>()

  get hasListeners(): boolean {
    return this.#listeners.size > 0
  }

  /** Returns an unsubscribe function. */
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
