import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** A request and its response, as its connection sees it. */
interface Turn {
  readonly response: ServerResponse
  end(): void
}

/** A response that comes sooner is sent without an interim response. */
const graceMs = 250
const againMs = 5_000

/**
 * One connection of a caller, and what it waits for.
 *
 * A caller that has sent its FIN may have closed only its own direction, or may be gone: the two look the
 * same until something is sent. Every HTTP/1.1 client skips `102 Processing`; the machine of a caller that
 * is gone sends a reset for it, which closes the connection.
 */
export class CallerConnection {
  readonly #socket: Duplex & { readonly bytesWritten?: number }
  /** In the order of the requests: more than one if the caller does not wait for responses. */
  readonly #turns: Turn[] = []
  #timer: NodeJS.Timeout | undefined
  #sentBytes: number | undefined = 0

  constructor(socket: Duplex) {
    this.#socket = socket
    socket.once('end', () => this.#plan(graceMs))
    // Node.js reports it only to the response that is being sent.
    socket.once('close', () => {
      for (const turn of [...this.#turns]) turn.end()
    })
  }

  /** The last response that has begun, or will. */
  get lastResponse(): ServerResponse | undefined {
    return this.#turns.at(-1)?.response
  }

  begun(turn: Turn): void {
    this.#turns.push(turn)
  }

  ended(turn: Turn): void {
    this.#turns.splice(this.#turns.indexOf(turn), 1)
    if (this.#turns.length === 0) clearTimeout(this.#timer)
  }

  #plan(delayMs: number): void {
    if (this.#turns.length > 0) this.#timer = setTimeout(() => this.#probe(), delayMs)
  }

  #probe(): void {
    const response = this.#turns[0]?.response
    if (!response) return
    // Within a body only bytes of the worker can be sent: silence counts as the end.
    if (response.headersSent && this.#socket.bytesWritten === this.#sentBytes) {
      response.destroy()
      return
    }
    // HTTP/1.0 has no interim responses.
    if (!response.headersSent && response.req.httpVersion !== '1.0') response.writeProcessing()
    this.#sentBytes = this.#socket.bytesWritten
    this.#plan(againMs)
  }
}
