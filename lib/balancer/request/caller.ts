import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import { throwLater } from '../../wire/throw-later.ts'
import { ExchangeController } from './exchange-controller.ts'

/**
 * The caller of one request: an undici handler, and its controls of the request. What it throws ends its
 * own request, and never anything else.
 */
export class Caller {
  readonly #handler: Dispatcher.DispatchHandler
  readonly #controller: ExchangeController
  readonly #requestId: number

  /** @param exchange its request, which it calls to stop */
  constructor(handler: Dispatcher.DispatchHandler, exchange: CalledFor) {
    this.#handler = handler
    this.#requestId = exchange.id
    this.#controller = new ExchangeController(exchange)
  }

  /** Gives it the controls of the request, and the id that events use for it. */
  begin(): void {
    try {
      this.#handler.onRequestStart?.(this.#controller, { requestId: this.#requestId })
    } catch (error) {
      this.#controller.abort(error as Error)
    }
  }

  /**
   * @param connection of the response: gets the caller's pauses and aborts
   * @param isRewritten whether the headers differ from those of the connection
   */
  answered(
    connection: Dispatcher.DispatchController | undefined,
    status: number,
    headers: IncomingHttpHeaders,
    statusMessage: string | undefined,
    isRewritten = false,
  ): void {
    if (connection) this.#controller.follow(connection)
    if (isRewritten) this.#controller.rewrite(headers)
    try {
      this.#handler.onResponseStart?.(this.#controller, status, headers, statusMessage)
    } catch (error) {
      this.#controller.abort(error as Error)
    }
  }

  data(chunk: Buffer): void {
    try {
      this.#handler.onResponseData?.(this.#controller, chunk)
    } catch (error) {
      this.#controller.abort(error as Error)
    }
  }

  ended(trailers: IncomingHttpHeaders): void {
    try {
      this.#handler.onResponseEnd?.(this.#controller, trailers)
    } catch (error) {
      this.failed(error as Error)
    }
  }

  failed(error: Error): void {
    try {
      this.#handler.onResponseError?.(this.#controller, error)
    } catch (thrown) {
      throwLater(thrown)
    }
  }
}

/** The request that a caller waits for. */
export interface CalledFor {
  readonly id: number
  abandon(reason: Error): void
}
