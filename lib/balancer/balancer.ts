import { Dispatcher } from 'undici'
import type { Worker } from '../cluster/cluster.ts'
import type { WorkerInput } from '../cluster/worker-input.ts'
import { type BalancerOptions, settingsOf } from './balancer-options.ts'
import { realClock } from './clock.ts'
import { Engine } from './engine.ts'
import { BalancerError } from './errors.ts'
import type { EventListener } from './events.ts'
import { type BalancerStats, statsOf } from './metrics/stats.ts'
import { Exchange } from './request/exchange.ts'
import { modernHandler } from './request/modern-handler.ts'
import { PreparedRequest } from './request/prepared-request.ts'
import { type Body, collectBody, isReplayable } from './request/request-body.ts'
import type { RequestHeaders } from './request/request-headers.ts'
import { chooseStrategy } from './strategies/choose-strategy.ts'
import { knownWorker } from './worker/known-worker.ts'

export type { BalancerOptions } from './balancer-options.ts'

/**
 * A load balancer for LLM workers, as an undici `Dispatcher`: `fetch(url, { dispatcher })`, undici's
 * interceptors and the OpenAI client work with it. The origin of a URL does not matter: each request goes
 * to a worker with a free slot; until there is one, it waits in a single queue.
 *
 * @example
 * const balancer = new Balancer({ workers: [{ host: '192.168.1.105', port: 1234 }] })
 * await balancer.fetch('http://cluster/v1/chat/completions', { method: 'POST', body })
 * await balancer.close()
 */
export class Balancer extends Dispatcher implements AsyncDisposable {
  readonly #engine: Engine
  #closing: Promise<void> | undefined
  #isClosed = false
  #wasBusy = false

  /**
   * `fetch` through this balancer, for clients that accept one: `new OpenAI({ fetch: balancer.fetch })`.
   */
  readonly fetch: typeof globalThis.fetch = (input, init) =>
    globalThis.fetch(input, {
      redirect: 'manual',
      ...init,
      dispatcher: this,
    } as unknown as RequestInit)

  /**
   * @throws UserError for an invalid worker, and if the variable of its API key is not set
   * @throws RangeError for a strategy that does not exist, and for two workers with the same id
   */
  constructor(options: BalancerOptions) {
    super()
    const settings = settingsOf(options)
    const random = Math.random
    this.#engine = new Engine({
      settings,
      strategy: chooseStrategy(options.strategy ?? settings.strategy, { ...realClock, random }),
      clock: realClock,
      env: options.env ?? process.env,
      onIdle: () => this.#emitDrained(),
    })
    for (const worker of options.workers) this.addWorker(worker)
  }

  /** Sends a request as soon as a worker has a slot for it. Returns false if others wait already. */
  override dispatch(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    const exchange = new Exchange(this.#engine, modernHandler(handler))
    this.#engine.begun(exchange)
    exchange.begin()
    if (exchange.isOver) return true
    if (this.#isClosed) {
      exchange.refuse(new BalancerError('BALANCER_CLOSED', 'the balancer is closed'))
      return true
    }
    this.#admit(exchange, options)
    const isBusy = this.#engine.admission.queued > 0
    this.#wasBusy ||= isBusy
    return !isBusy
  }

  #admit(exchange: Exchange, options: Dispatcher.DispatchOptions): void {
    if (isReplayable(options.body)) {
      this.#enter(exchange, options, options.body ?? null)
      return
    }
    collectBody(options.body, exchange).then(
      ({ body, contentType }) => this.#enter(exchange, options, body, contentType),
      (error: Error) => {
        if (error instanceof BalancerError) exchange.refuse(error)
        else exchange.abandon(error)
      },
    )
  }

  #enter(
    exchange: Exchange,
    options: Dispatcher.DispatchOptions,
    body: Body,
    contentType?: string,
  ): void {
    try {
      exchange.enter(new PreparedRequest(options, body, contentType, this.#engine))
    } catch (error) {
      exchange.refuse(error as Error)
    }
  }

  /** Subscribes to every event; returns an unsubscribe function. */
  onEvent(listener: EventListener): () => void {
    return this.#engine.feed.subscribe(listener)
  }

  /** The current workers; a new array once one joins or leaves. */
  get workers(): readonly Worker[] {
    return this.#engine.workers
  }

  /** Counters since the start, and the current state of each worker, as plain data. */
  stats(): BalancerStats {
    return statsOf(this.#engine)
  }

  /**
   * Gives a worker no further requests; resolves when its requests in flight have ended.
   * @throws RangeError for an unknown id
   */
  async drain(workerId: string): Promise<void> {
    await this.#engine.drain(workerId)
  }

  /**
   * Gives a drained worker requests again.
   * @throws RangeError for an unknown id
   */
  undrain(workerId: string): void {
    this.#engine.undrain(workerId)
  }

  /**
   * Adds a worker, which gets requests from now on.
   * @throws RangeError for an id that is in use
   * @throws UserError for an invalid worker, and if the variable of its API key is not set
   */
  addWorker(worker: WorkerInput): void {
    this.#engine.join(knownWorker(worker))
  }

  /**
   * Drains a worker, and removes it; undraining it meanwhile cancels that.
   * @throws RangeError for an unknown id
   */
  async removeWorker(workerId: string): Promise<void> {
    if (await this.#engine.drain(workerId)) await this.#engine.leave(workerId)
  }

  /**
   * The entries of `/v1/models` of all workers, each model once; resolves to undefined if no worker
   * returned a list.
   * @param headers of the caller, whose key goes to workers that have none
   * @returns undefined if the cluster file names fewer than two models, so that any worker can list it
   */
  listModels(headers: RequestHeaders): Promise<readonly unknown[] | undefined> | undefined {
    return this.#engine.listModels(headers)
  }

  /** Opens a connection for each slot, so that the first requests do not have to. */
  warmUp(): Promise<void> {
    return this.#engine.warmUp()
  }

  override close(callback: () => void): void
  override close(): Promise<void>
  /** Accepts no further requests, and resolves when all have ended and every connection is closed. */
  override close(callback?: () => void): Promise<void> | void {
    this.#isClosed = true
    this.#closing ??= this.#engine.close()
    return withCallback(this.#closing, callback)
  }

  override destroy(error: Error | null, callback: () => void): void
  override destroy(callback: () => void): void
  override destroy(error: Error | null): Promise<void>
  override destroy(): Promise<void>
  /** Ends all requests at once with an error. */
  override destroy(
    first?: Error | null | (() => void),
    callback?: () => void,
  ): Promise<void> | void {
    const error = typeof first === 'function' ? null : first
    this.#isClosed = true
    const reason = error ?? new BalancerError('BALANCER_CLOSED', 'the balancer was destroyed')
    this.#closing = this.#engine.destroy(reason)
    return withCallback(this.#closing, typeof first === 'function' ? first : callback)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#isClosed ? this.destroy() : this.close()
  }

  /** undici's event that more requests may be sent. */
  #emitDrained(): void {
    if (!this.#wasBusy) return
    this.#wasBusy = false
    process.nextTick(() => this.emit('drain', anywhere))
  }
}

const anywhere = new URL('http://cluster')

function withCallback(promise: Promise<void>, callback?: () => void): Promise<void> | void {
  if (!callback) return promise
  promise.then(callback, callback)
}
