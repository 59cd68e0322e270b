import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'

/**
 * The controls of a request that its caller has for its whole life, whichever connection serves it: stops
 * it in the queue as well as in flight, and passes back-pressure on to the worker's connection.
 */
export class ExchangeController implements Dispatcher.DispatchController {
  readonly #exchange: { abandon(reason: Error): void }
  #target: Dispatcher.DispatchController | undefined
  #rewritten: Buffer[] | undefined
  #isPaused = false
  #reason: Error | null = null

  constructor(exchange: { abandon(reason: Error): void }) {
    this.#exchange = exchange
  }

  /** From now on it controls this connection. */
  follow(target: Dispatcher.DispatchController): void {
    this.#target = target
    if (this.#isPaused) target.pause()
  }

  get aborted(): boolean {
    return this.#reason !== null
  }

  get paused(): boolean {
    return this.#isPaused
  }

  get reason(): Error | null {
    return this.#reason
  }

  /** The headers of the response differ from those of the connection. */
  rewrite(headers: IncomingHttpHeaders): void {
    this.#rewritten = Object.entries(headers).flatMap(([name, value]) =>
      [value ?? []].flat().flatMap((each) => [Buffer.from(name), Buffer.from(each, 'latin1')]),
    )
  }

  get rawHeaders() {
    return this.#rewritten ?? this.#target?.rawHeaders ?? null
  }

  get rawTrailers() {
    return this.#target?.rawTrailers ?? null
  }

  abort(reason: Error): void {
    if (this.#reason) return
    this.#reason = reason ?? new DOMException('This operation was aborted', 'AbortError')
    this.#exchange.abandon(this.#reason)
  }

  pause(): void {
    this.#isPaused = true
    this.#target?.pause()
  }

  resume(): void {
    this.#isPaused = false
    this.#target?.resume()
  }
}
