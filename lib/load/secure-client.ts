import type { IncomingHttpHeaders } from 'node:http'
import { type Dispatcher, errors } from 'undici'
import { attemptFailure } from '../balancer/request/outcome.ts'
import type { WorkerConnection } from '../balancer/worker/worker-connection.ts'
import { WorkerConnections } from '../balancer/worker/worker-connections.ts'
import type { Worker } from '../cluster/cluster.ts'
import { neverSent } from '../wire/never-sent.ts'

/** How long a response may be silent, before its first byte or between two, as in `WireClient`. */
const silenceTimeoutMs = 300_000

/**
 * HTTPS to one worker: a connection for each request in flight, kept for the next. A request over an idle
 * connection that the worker closes is sent once more over a fresh one.
 */
export class SecureClient implements Pick<Dispatcher, 'dispatch'> {
  readonly #connections: WorkerConnections
  #isClosed = false

  constructor(worker: Worker, connectTimeoutMs: number) {
    const settings = { connectTimeoutMs, idleTimeoutMs: silenceTimeoutMs }
    this.#connections = new WorkerConnections(worker, settings)
  }

  dispatch(
    { path, method, headers, body }: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    const options = {
      path,
      method,
      headers: headers ?? null,
      body: body ?? null,
      headersTimeout: silenceTimeoutMs,
    }
    new SecureExchange(options, handler, this.#connections, () => this.#isClosed).start()
    return true
  }

  /** Ends requests in flight too: a stopped load waits for nothing. */
  close(): Promise<void> {
    this.#isClosed = true
    return this.#connections.close()
  }
}

/** One request, and its connection. */
class SecureExchange implements Dispatcher.DispatchHandler {
  readonly #options: Dispatcher.DispatchOptions
  readonly #handler: Dispatcher.DispatchHandler
  readonly #connections: WorkerConnections
  readonly #isClosed: () => boolean
  #connection: WorkerConnection
  /** Undefined without a connection; undici then passes none at the end of the request either. */
  #controller: Dispatcher.DispatchController | undefined
  #hasResponse = false
  #isOver = false

  constructor(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
    connections: WorkerConnections,
    isClosed: () => boolean,
  ) {
    this.#options = options
    this.#handler = handler
    this.#connections = connections
    this.#isClosed = isClosed
    this.#connection = connections.take()
  }

  start(): void {
    if (this.#isClosed()) {
      this.#handler.onResponseError?.(neverSent, new errors.ClientClosedError())
      return
    }
    this.#connection.dispatch(this.#options, this)
  }

  onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
    this.#controller = controller
    this.#handler.onRequestStart?.(controller, context)
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
    statusMessage?: string,
  ): void {
    if (status < 200) return
    this.#hasResponse = true
    this.#handler.onResponseStart?.(controller, status, headers, statusMessage)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#handler.onResponseData?.(controller, chunk)
  }

  /**
   * The connection is free before its handler is called at the end, which may send the next request at
   * once.
   */
  onResponseEnd(controller: Dispatcher.DispatchController, trailers: IncomingHttpHeaders): void {
    this.#isOver = true
    this.#connections.giveBack(this.#connection)
    this.#handler.onResponseEnd?.(controller, trailers)
  }

  onResponseError(controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#isLostWithConnection(error)) {
      this.#connection = this.#connections.replace(this.#connection)
      this.start()
      return
    }
    if (!this.#isOver) this.#connections.discard(this.#connection)
    this.#isOver = true
    this.#handler.onResponseError?.(controller, error)
  }

  /** The worker closed an idle connection just as the request was sent over it (RFC 9112, 9.3.1). */
  #isLostWithConnection(error: Error): boolean {
    if (this.#hasResponse || this.#isOver || this.#isClosed()) return false
    if (this.#controller?.aborted) return false
    return attemptFailure(error, 'sent').outcome === 'reset' && this.#connection.wasStale
  }
}
