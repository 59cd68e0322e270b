import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import { workerUrl } from '../../cluster/worker-url.ts'
import type { RosterMember } from '../../wire/roster.ts'
import type { Clock } from '../clock.ts'
import type { AttemptResult } from '../events.ts'
import type { SlotRefusal } from '../worker/slot-claim.ts'
import type { WorkerConnection } from '../worker/worker-connection.ts'
import type { WorkerConnections } from '../worker/worker-connections.ts'
import type { WorkerState } from '../worker/worker-state.ts'
import type { ErrorResponse } from './error-response.ts'
import { LimitRefusal, type Rewording } from './limit-refusal.ts'
import { type AttemptFailure, attemptFailure, isCallersFault, type Phase } from './outcome.ts'
import { keysIn, type OwnHeaders } from './request-headers.ts'

/**
 * The listener of an attempt: called with the head of a response at most once, then with data, then with
 * one end.
 */
export interface AttemptOwner {
  /** Id of the request of the attempt. */
  readonly id: number
  /** Whether it may be resent although a worker may have started on it. */
  readonly isIdempotent: boolean
  /** Returns whether the response is wanted; otherwise the rest is read and discarded. */
  attemptResponded(
    attempt: Attempt,
    status: number,
    headers: IncomingHttpHeaders,
    statusMessage: string | undefined,
  ): boolean
  attemptData(attempt: Attempt, chunk: Buffer): void
  attemptEnded(attempt: Attempt, trailers: IncomingHttpHeaders): void
  attemptFailed(attempt: Attempt, failure: AttemptFailure): void
}

export interface AttemptOptions {
  readonly owner: AttemptOwner
  readonly worker: WorkerState
  readonly connections: Pick<WorkerConnections, 'take' | 'replace'>
  readonly clock: Clock
  readonly isHedge: boolean
  /** Called once, before the listener is called at the end: frees slot and connection. */
  readonly settle: (attempt: Attempt) => void
}

/** Of an unwanted response, this much is read, and for this long, to keep the connection. */
const maxDroppedBytes = 64 * 1024
const maxDroppingMs = 1_000

/** One attempt to send a request to one worker, over one connection: an undici handler. */
export class Attempt implements Dispatcher.DispatchHandler, RosterMember {
  rosterPlace = -1
  readonly worker: WorkerState
  connection: WorkerConnection
  readonly startMs: number
  readonly isHedge: boolean
  /** Requests in flight on the worker when it began, itself included. */
  readonly inFlight: number
  phase: Phase = 'connecting'
  /** Its result; set by the first party that knows it, before it is settled. */
  result: AttemptResult | undefined
  firstByteMs: number | undefined
  firstTokenMs: number | undefined
  controller: Dispatcher.DispatchController | undefined
  /** The error response of the worker. */
  errorResponse: ErrorResponse | undefined
  /** Set if refused as busy: what the refusal shows about the worker's slots. */
  refusal: SlotRefusal | undefined
  /** The error that ended it, if it had no response. */
  error: Error | undefined
  /** Whether its response was complete, so that the connection can be reused. */
  isWhole = false
  readonly #owner: AttemptOwner
  readonly #connections: AttemptOptions['connections']
  #options: Dispatcher.DispatchOptions | undefined
  #reword: Rewording | undefined
  readonly #clock: Clock
  readonly #settleOnce: (attempt: Attempt) => void
  #isDropped = false
  #droppedBytes = 0
  #cancelDropping: (() => void) | undefined
  #isSettled = false

  constructor({ owner, worker, connections, clock, isHedge, settle }: AttemptOptions) {
    this.#clock = clock
    this.#owner = owner
    this.#settleOnce = settle
    this.worker = worker
    this.#connections = connections
    this.connection = connections.take()
    this.startMs = clock.nowMs()
    this.isHedge = isHedge
    this.inFlight = worker.inFlight
  }

  get requestId(): number {
    return this.#owner.id
  }

  /** Whether it requests an inference API, and not a page that a worker serves beside it. */
  get isApi(): boolean {
    const { method, path = '' } = this.#options ?? {}
    return method === 'POST' || path.includes('/v1/')
  }

  /** The requested URL of its worker. */
  get url(): URL {
    const { worker } = this.worker
    return workerUrl({ ...worker, basePath: '' }, this.#options?.path ?? '/')
  }

  /** What the worker may repeat: the secrets among its own headers, and the caller's keys. */
  secrets(own: OwnHeaders): readonly string[] {
    return [...own.secrets, ...keysIn(this.#options?.headers)]
  }

  /** @param reword for a worker that may refuse the name of a field */
  start(options: Dispatcher.DispatchOptions, reword?: Rewording): void {
    this.#options = options
    this.#reword = reword
    const handler = reword ? new LimitRefusal(this, () => this.#startReworded(reword)) : this
    this.connection.dispatch(options, handler)
  }

  /** Over the same connection: the refusal is complete. */
  #startReworded(reword: Rewording): void {
    if (this.#isSettled) return
    const options = reword()
    this.phase = 'connecting'
    if (options instanceof Error) this.fail(options)
    else this.start(options)
  }

  /** Ends it without calling its listener. */
  abort(reason: Error): void {
    this.#settle('aborted', reason)
  }

  /** Ends it as a failure, as if the connection had failed. */
  fail(error: Error): void {
    const failure = attemptFailure(error, this.phase)
    if (this.#settle(failure.outcome, error) && !this.#isDropped) {
      this.#owner.attemptFailed(this, failure)
    }
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller
    if (this.#isSettled) controller.abort(new Error('the caller has gone'))
    else this.phase = 'sent'
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
    statusMessage?: string,
  ): void {
    // Informational responses concern the connection, not the caller.
    if (status < 200 || this.#isSettled) return
    this.worker.hasResponded = true
    this.controller = controller
    this.phase = 'responding'
    this.firstByteMs = this.#clock.nowMs()
    if (this.#owner.attemptResponded(this, status, headers, statusMessage)) this.#forgetRequest()
    else this.#drop(controller)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isSettled) return
    this.worker.hasResponded = true
    this.firstTokenMs ??= this.#clock.nowMs()
    this.errorResponse?.take(chunk)
    if (!this.#isDropped) {
      this.#owner.attemptData(this, chunk)
      return
    }
    this.#droppedBytes += chunk.length
    if (this.#droppedBytes > maxDroppedBytes) controller.abort(new Error('not wanted'))
  }

  onResponseEnd(_controller: Dispatcher.DispatchController, trailers: IncomingHttpHeaders): void {
    this.isWhole = true
    if (this.#settle('ok') && !this.#isDropped) this.#owner.attemptEnded(this, trailers)
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#isSentAfresh(error)) return
    this.error = error
    const failure = attemptFailure(error, this.phase)
    // A request that cannot be sent to any worker is not the fault of this one.
    const result = isCallersFault(error) ? 'aborted' : failure.outcome
    if (this.#settle(result) && !this.#isDropped) this.#owner.attemptFailed(this, failure)
  }

  /**
   * An idle connection that the worker closed just as the request was sent: it is sent once more, over a
   * fresh one (RFC 9112, 9.3.1). A fresh connection that fails is a failure of the worker.
   */
  #isSentAfresh(error: Error): boolean {
    const { phase, connection } = this
    const isClosed = attemptFailure(error, phase).outcome === 'reset' && phase === 'sent'
    if (!isClosed || this.#isSettled || !this.#options || !this.#owner.isIdempotent) return false
    if (!connection.wasStale) return false
    this.connection = this.#connections.replace(connection)
    this.phase = 'connecting'
    this.start(this.#options, this.#reword)
    return true
  }

  /** It is not sent again: a stream may last for minutes, and a prompt be long. */
  #forgetRequest(): void {
    this.#options = undefined
    this.#reword = undefined
  }

  #drop(controller: Dispatcher.DispatchController): void {
    this.#isDropped = true
    const error = new Error('not wanted')
    this.#cancelDropping = this.#clock.after(maxDroppingMs, () => controller.abort(error))
  }

  /** @param reason why the balancer ends it; undefined: it ended by itself */
  #settle(result: AttemptResult, reason?: Error): boolean {
    if (this.#isSettled) return false
    this.#isSettled = true
    this.result ??= result
    this.error ??= reason
    this.#cancelDropping?.()
    if (reason) this.controller?.abort(reason)
    this.#settleOnce(this)
    return true
  }
}
