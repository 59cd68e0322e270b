import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import type { Waiting } from '../admission/waiting.ts'
import type { Core } from '../core.ts'
import type { DeadlineOwner, RunningDeadline } from '../deadline-line.ts'
import type { RequestView } from '../strategies/strategy.ts'
import type { WorkerState } from '../worker/worker-state.ts'
import type { Attempt, AttemptOwner } from './attempt.ts'
import { Caller } from './caller.ts'
import { ExchangeRecord } from './exchange-record.ts'
import { grantRetry, type SentRequest, takeHedge } from './further-attempts.ts'
import { rewordingOf } from './limit-refusal.ts'
import { type AttemptFailure, isCallersFault, type Outcome, outcomeOfError } from './outcome.ts'
import type { PreparedRequest } from './prepared-request.ts'
import { requestTimeout } from './request-timeout.ts'
import { truthfulHeaders } from './truthful-headers.ts'
import { weighResponse } from './weigh-response.ts'

/**
 * One request of a caller, from its arrival to its one outcome: it waits for a slot, is sent, is resent to
 * another worker if that is safe, and the first usable response is forwarded as it arrives.
 */
export class Exchange implements SentRequest, AttemptOwner, DeadlineOwner {
  readonly id: number
  rosterPlace = -1
  waiting: Waiting | undefined
  tried: WorkerState[] = []
  readonly #core: Core
  readonly #caller: Caller
  readonly #record: ExchangeRecord
  /** Attempts in flight whose response may still be used. */
  #live: Attempt[] = []
  #request: PreparedRequest | undefined
  #responding: Attempt | undefined
  #last: Attempt | undefined
  #lastFailure: AttemptFailure | undefined
  /** A worker that refused the caller's key. */
  #keyRefusedBy: WorkerState | undefined
  /** Number of refusals by workers that were full. */
  #refusals = 0
  #isWaiting = false
  #isOver = false
  #deadline: RunningDeadline | undefined
  #cancelOwnDeadline: (() => void) | undefined
  #cancelHedge: (() => void) | undefined

  constructor(core: Core, handler: Dispatcher.DispatchHandler) {
    this.#core = core
    this.id = core.ledger.began()
    this.#caller = new Caller(handler, this)
    this.#record = new ExchangeRecord(core.clock.nowMs())
    core.budget.deposit()
  }

  get isOver(): boolean {
    return this.#isOver
  }

  get view(): RequestView {
    return this.#prepared
  }

  get model(): string | undefined {
    return this.#prepared.model
  }

  get attempts(): number {
    return this.#record.attempts - this.#refusals
  }

  get isIdempotent(): boolean {
    return this.#prepared.isIdempotent
  }

  get isRetriable(): boolean {
    return this.isIdempotent && this.attempts < this.#core.settings.retries
  }

  get #prepared(): PreparedRequest {
    if (!this.#request) throw new Error('the request is not prepared yet')
    return this.#request
  }

  /** From now on its deadline counts, and its caller can stop it. */
  begin(): void {
    this.#deadline = this.#core.deadlines.start(this)
    this.#caller.begin()
  }

  /** Requests a slot. */
  enter(request: PreparedRequest): void {
    if (this.#isOver) return
    this.#request = request
    const { timeoutMs } = request
    if (timeoutMs !== undefined && timeoutMs < this.#core.settings.timeoutMs) {
      const leftMs = this.#leftMs(timeoutMs)
      this.#cancelOwnDeadline = this.#core.clock.after(leftMs, () => this.#timeOut(timeoutMs))
    }
    this.#wait(false)
  }

  /** Ends it because it cannot be sent. */
  refuse(error: Error): void {
    this.#end('rejected', error)
  }

  /** The caller aborted, was stopped by an interceptor, or threw. */
  abandon(reason: Error): void {
    this.#end('aborted', reason)
  }

  deadlinePassed(): void {
    this.#timeOut(this.#core.settings.timeoutMs)
  }

  granted(worker: WorkerState): void {
    this.#leaveQueue()
    this.#send(worker, false)
  }

  denied(error: Error): void {
    this.#leaveQueue()
    this.#endUnserved(error)
  }

  attemptResponded(
    attempt: Attempt,
    status: number,
    headers: IncomingHttpHeaders,
    statusMessage: string | undefined,
  ): boolean {
    const weight = weighResponse(this.#core, attempt, status, headers)
    if (weight === 'full') return this.#comeBack(attempt)
    if (weight !== 'usable' && this.#isMadeGood(attempt, weight === 'failed', `HTTP ${status}`)) {
      if (weight === 'key_refused') this.#keyRefusedBy = attempt.worker
      return false
    }
    if (this.#keyRefusedBy && status < 400) this.#core.rotation.needsKey(this.#keyRefusedBy)
    this.#responding = attempt
    this.#record.status = status
    this.#cancelHedge?.()
    for (const other of this.#live) {
      if (other !== attempt) other.abort(new Error('another worker responded first'))
    }
    this.#live = [attempt]
    const sent = truthfulHeaders(status, headers, this.#core)
    // A copy, because the wire client shares the headers of equal responses.
    this.#caller.answered(attempt.controller, status, { ...sent }, statusMessage, sent !== headers)
    return true
  }

  attemptData(_attempt: Attempt, chunk: Buffer): void {
    this.#caller.data(chunk)
  }

  attemptEnded({ result }: Attempt, trailers: IncomingHttpHeaders): void {
    if (this.#close(result === 'ok' ? 'ok' : 'http_error')) this.#caller.ended(trailers)
  }

  attemptFailed(attempt: Attempt, failure: AttemptFailure): void {
    if (this.#isOver) return
    if (isCallersFault(failure.error)) {
      this.#end('rejected', failure.error)
      return
    }
    this.#lastFailure = failure
    const { error, outcome, phase } = failure
    // A response that the caller has begun to read cannot be replaced.
    if (!this.#responding && this.#isMadeGood(attempt, phase !== 'connecting', outcome)) return
    this.#end(outcome, error)
  }

  #wait(isReturned: boolean): void {
    const { admission, clock, feed } = this.#core
    const nowMs = clock.nowMs()
    this.#record.queueEntered(nowMs)
    this.#isWaiting = true
    admission.enter(this, isReturned)
    if (this.#isWaiting && feed.hasListeners) {
      feed.emit({ type: 'queued', atMs: nowMs, requestId: this.id, queued: admission.queued })
    }
  }

  #leaveQueue(): void {
    this.#isWaiting = false
    this.#record.queueLeft(this.#core.clock.nowMs())
  }

  /** Sends it to a worker on which it has a slot. */
  #send(worker: WorkerState, isHedge: boolean): void {
    this.tried.push(worker)
    const written = this.#write(worker)
    if (written instanceof Error) {
      this.#core.admission.release(worker)
      this.#unfit(written)
      return
    }
    const attempt = this.#core.open(this, worker, isHedge)
    this.#record.attempts += 1
    this.#last = attempt
    this.#live.push(attempt)
    if (!isHedge) this.#planHedge()
    const { rotation } = this.#core
    attempt.start(
      written,
      rewordingOf(this.#prepared, worker, rotation, () => this.#write(worker)),
    )
  }

  #write(worker: WorkerState): Dispatcher.DispatchOptions | Error {
    const { timeoutMs } = this.#prepared
    const leftMs = timeoutMs === undefined ? undefined : this.#leftMs(timeoutMs)
    return this.#prepared.tryWrite(worker, this.#core.headersOf(worker), leftMs)
  }

  /** The worker would reject it: one of another type may accept it. */
  #unfit(error: Error): void {
    if (this.#live.length > 0) return
    if (this.#core.admission.hasAnother(this)) this.#wait(true)
    else this.#endUnserved(error)
  }

  /** No worker is left for it. A request that was sent before fails with the result of that attempt. */
  #endUnserved(error: Error): void {
    if (this.#lastFailure) this.#end(this.#lastFailure.outcome, this.#lastFailure.error)
    else this.#end('rejected', error)
  }

  /** What is left of the caller's own deadline, in milliseconds. */
  #leftMs(timeoutMs: number): number {
    return Math.max(1, Math.round(timeoutMs - (this.#core.clock.nowMs() - this.#record.startMs)))
  }

  /** Whether it was resent, or will be: if that is safe, allowed, and there is another worker. */
  #isMadeGood(attempt: Attempt, mayHaveBegun: boolean, reason: string): boolean {
    this.#live = this.#live.filter((each) => each !== attempt)
    if (this.#live.length > 0) return true
    if (!grantRetry(this.#core, this, attempt, { mayHaveBegun, reason })) return false
    this.#cancelHedge?.()
    this.#wait(true)
    return true
  }

  /** It waits for a slot again, also on the worker that was full. */
  #comeBack(attempt: Attempt): false {
    this.tried = this.tried.filter((worker) => worker !== attempt.worker)
    this.#refusals += 1
    this.#live = this.#live.filter((each) => each !== attempt)
    if (this.#live.length > 0) return false
    this.#cancelHedge?.()
    this.#wait(true)
    return false
  }

  #planHedge(): void {
    const { settings, clock } = this.#core
    const { hedgeAfterMs } = settings
    if (hedgeAfterMs === undefined || !this.isIdempotent) return
    this.#cancelHedge = clock.after(hedgeAfterMs, () => this.#hedge())
  }

  /** Sends it to a second worker as well. */
  #hedge(): void {
    if (this.#isOver || this.#responding || this.#live.length === 0) return
    const worker = takeHedge(this.#core, this)
    if (worker) this.#send(worker, true)
  }

  #timeOut(timeoutMs: number): void {
    const far = {
      hasBody: this.#request !== undefined,
      isWaiting: this.#isWaiting,
      hasResponse: this.#responding !== undefined,
      workerId: this.#last?.worker.id,
    }
    const error = requestTimeout(far, timeoutMs)
    // A short deadline of the caller is not the worker's fault.
    const isWorkersFault = timeoutMs >= this.#core.settings.timeoutMs
    if (isWorkersFault) for (const attempt of this.#live) attempt.result ??= 'timeout'
    this.#end(outcomeOfError(error), error)
  }

  #end(outcome: Outcome, error: Error): void {
    if (this.#close(outcome, error)) this.#caller.failed(error)
  }

  /** Leaves queue and slots, and records the one outcome. */
  #close(outcome: Outcome, error?: Error): boolean {
    if (this.#isOver) return false
    this.#isOver = true
    const { admission, ledger, feed, clock, deadlines } = this.#core
    if (this.#deadline) deadlines.stop(this.#deadline)
    this.#cancelOwnDeadline?.()
    this.#cancelHedge?.()
    if (this.#isWaiting && admission.leave(this)) this.#leaveQueue()
    if (error) for (const attempt of this.#live) attempt.abort(error)
    this.#core.over(this)
    ledger.ended({ outcome, queueWaitMs: this.#record.queueWaitMs })
    if (feed.hasListeners) {
      const nowMs = clock.nowMs()
      const attempt = this.#responding ?? this.#last
      const request = this.#record.summary(this.id, outcome, attempt, error, nowMs)
      feed.emit({ type: 'end', atMs: nowMs, request })
    }
    return true
  }
}
