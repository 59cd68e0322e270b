import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import { ExchangeController } from './exchange-controller.ts'
import { throwLater } from './throw-later.ts'

/**
 * Whoever waits for the response to one request: an undici handler, and what it holds of the request.
 * What it throws ends its own request, and never anything else.
 */
export class Caller {
  readonly #handler: Dispatcher.DispatchHandler
  readonly #controller: ExchangeController
  readonly #requestId: number

  /** @param exchange its request, to which it says when it stops */
  constructor(handler: Dispatcher.DispatchHandler, exchange: CalledFor) {
    this.#handler = handler
    this.#requestId = exchange.id
    this.#controller = new ExchangeController(exchange)
  }

  /** Gives it the means to stop the request, from now on, and the number that events know it by. */
  begin(): void {
    try {
      this.#handler.onRequestStart?.(this.#controller, { requestId: this.#requestId })
    } catch (error) {
      this.#controller.abort(error as Error)
    }
  }

  /**
   * @param connection where the response comes from: what the caller says of pace and end goes there
   * @param isRewritten whether the headers are not those that the connection brought
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

/** The request that somebody waits for. */
export interface CalledFor {
  readonly id: number
  abandon(reason: Error): void
}
