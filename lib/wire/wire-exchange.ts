import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import { errors } from 'undici'
import { type ResponseHead, rawFields } from './response-head.ts'
import { throwLater } from './throw-later.ts'

/** The interface of an exchange to its connection. */
export interface ExchangeConnection {
  /** Ends it, and with it the exchange. */
  fail(error: Error): void
  pause(): void
  resume(): void
}

/** One request and its response: the calls of its handler, and the handler's controls. */
export class WireExchange implements Dispatcher.DispatchController {
  aborted = false
  paused = false
  reason: Error | null = null
  hasResponse = false
  isOver = false
  #head: ResponseHead | undefined
  #trailerLines: readonly string[] = []
  readonly #handler: Dispatcher.DispatchHandler
  #connection: ExchangeConnection

  constructor(handler: Dispatcher.DispatchHandler, connection: ExchangeConnection) {
    this.#handler = handler
    this.#connection = connection
  }

  begin(): void {
    this.#handler.onRequestStart?.(this, {})
  }

  /** It is resent over another connection; nothing of a response has arrived yet. */
  moveTo(connection: ExchangeConnection): void {
    this.#connection = connection
  }

  get rawHeaders(): Buffer[] | null {
    return this.#head ? [...this.#head.rawHeaders] : null
  }

  get rawTrailers(): Buffer[] | null {
    return rawFields(this.#trailerLines)
  }

  answered(head: ResponseHead): void {
    const { status, headers, statusMessage } = head
    this.hasResponse = true
    this.#head = head
    if (!this.isOver) this.#handler.onResponseStart?.(this, status, headers, statusMessage)
  }

  data(bytes: Buffer, from: number, to: number): void {
    if (this.isOver) return
    const chunk = Buffer.allocUnsafe(to - from)
    bytes.copy(chunk, 0, from, to)
    this.#handler.onResponseData?.(this, chunk)
  }

  /** @param lines of the trailers, as received */
  ended(trailers: IncomingHttpHeaders, lines: readonly string[]): void {
    if (this.isOver) return
    this.isOver = true
    this.#trailerLines = lines
    try {
      this.#handler.onResponseEnd?.(this, trailers)
    } catch (error) {
      this.#report(error as Error)
    }
  }

  failed(error: Error): void {
    if (this.isOver) return
    this.isOver = true
    this.#report(error)
  }

  /** Once it is over, the connection may be reused. */
  abort(reason: Error): void {
    if (this.isOver) return
    this.aborted = true
    this.reason = reason ?? new errors.RequestAbortedError()
    this.#connection.fail(this.reason)
  }

  /** Bytes that have been read already are still passed on. */
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

  /** An exception here must not end the request that the connection may serve by now. */
  #report(error: Error): void {
    try {
      this.#handler.onResponseError?.(this, error)
    } catch (thrown) {
      throwLater(thrown)
    }
  }
}
