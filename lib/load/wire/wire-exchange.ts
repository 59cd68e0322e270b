import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import { errors } from 'undici'
import { throwLater } from '../../balancer/request/throw-later.ts'
import type { AnswerHead } from './answer-head.ts'

/** What an exchange asks of its connection. */
export interface ExchangeConnection {
  /** Ends it, and with it the exchange. */
  fail(error: Error): void
  pause(): void
  resume(): void
}

/** One request and its response: what the connection tells its handler, and what that may do. */
export class WireExchange implements Dispatcher.DispatchController {
  aborted = false
  paused = false
  reason: Error | null = null
  hasAnswer = false
  isOver = false
  readonly #handler: Dispatcher.DispatchHandler
  #connection: ExchangeConnection

  constructor(handler: Dispatcher.DispatchHandler, connection: ExchangeConnection) {
    this.#handler = handler
    this.#connection = connection
  }

  begin(): void {
    this.#handler.onRequestStart?.(this, {})
  }

  /** It is sent again over another connection; nothing of a response has come yet. */
  moveTo(connection: ExchangeConnection): void {
    this.#connection = connection
  }

  answered({ status, headers, statusMessage }: AnswerHead): void {
    this.hasAnswer = true
    if (!this.isOver) this.#handler.onResponseStart?.(this, status, headers, statusMessage)
  }

  data(bytes: Buffer, from: number, to: number): void {
    if (this.isOver) return
    const chunk = Buffer.allocUnsafe(to - from)
    bytes.copy(chunk, 0, from, to)
    this.#handler.onResponseData?.(this, chunk)
  }

  ended(trailers: IncomingHttpHeaders): void {
    if (this.isOver) return
    this.isOver = true
    try {
      this.#handler.onResponseEnd?.(this, trailers)
    } catch (error) {
      this.#tell(error as Error)
    }
  }

  failed(error: Error): void {
    if (this.isOver) return
    this.isOver = true
    this.#tell(error)
  }

  /** Once it is over, the connection may serve another. */
  abort(reason: Error): void {
    if (this.isOver) return
    this.aborted = true
    this.reason = reason ?? new errors.RequestAbortedError()
    this.#connection.fail(this.reason)
  }

  /** What has been read already still comes. */
  pause(): void {
    if (this.isOver) return
    this.paused = true
    this.#connection.pause()
  }

  resume(): void {
    if (this.isOver) return
    this.paused = false
    this.#connection.resume()
  }

  /** What is thrown here must not end the one that the connection may serve by now. */
  #tell(error: Error): void {
    try {
      this.#handler.onResponseError?.(this, error)
    } catch (thrown) {
      throwLater(thrown)
    }
  }
}
