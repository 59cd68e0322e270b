import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { Dispatcher } from 'undici'
import { redirectTarget } from '../../servers/redirect.ts'
import { redirectResponse, responseOfError, sendError } from './error-response.ts'
import { headersForCaller } from './response-head.ts'

/**
 * One request that is forwarded: an undici handler that writes a worker's response to the caller as it
 * arrives, at the pace at which the caller reads it. If the caller disconnects, the request is aborted.
 */
export class Forwarding implements Dispatcher.DispatchHandler {
  readonly #response: ServerResponse
  #controller: Dispatcher.DispatchController | undefined
  /** The head is written together with data of the same turn, so that a short response is one packet. */
  #isHeadHeld = false
  #held: Buffer | undefined
  /** Bytes of the body that are still to come; NaN: unknown. */
  #bytesLeft = Number.NaN
  #isOver = false
  readonly #stallMs: number
  #stalled: NodeJS.Timeout | undefined

  readonly #passesRedirects: boolean

  /**
   * @param stallMs how long a caller may leave waiting data unread
   * @param passesRedirects whether a worker may redirect the caller; otherwise a client would follow with
   * its key
   */
  constructor(response: ServerResponse, stallMs: number, passesRedirects: boolean) {
    this.#response = response
    this.#stallMs = stallMs
    this.#passesRedirects = passesRedirects
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    const target = this.#passesRedirects ? undefined : redirectTarget(status, headers)
    if (target !== undefined) {
      // The rest is read to its end and discarded.
      this.#isOver = true
      sendError(this.#response, redirectResponse(target))
      return
    }
    this.#response.writeHead(status, headersForCaller(headers))
    this.#bytesLeft = Number(headers['content-length'] ?? Number.NaN)
    this.#isHeadHeld = true
    process.nextTick(flush, this)
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isOver) return
    this.#bytesLeft -= chunk.length
    if (this.#bytesLeft === 0) {
      this.#finish(chunk)
    } else if (this.#isHeadHeld && this.#held === undefined) {
      this.#held = chunk
    } else {
      this.flush()
      this.#write(chunk)
    }
  }

  onResponseEnd(): void {
    if (!this.#isOver) this.#finish(undefined)
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#isOver) return
    this.#isOver = true
    // A truncated response must not look complete: a response that has begun ends with the connection.
    if (this.#response.headersSent) this.#response.destroy()
    else sendError(this.#response, responseOfError(error))
  }

  /** Sends the part of a response that has arrived so far. */
  flush(): void {
    if (!this.#isHeadHeld || this.#isOver) return
    this.#isHeadHeld = false
    if (this.#held) this.#write(this.#held)
    else this.#response.flushHeaders()
    this.#held = undefined
  }

  /** Called when the caller's connection is done with the response: sent completely, or closed. */
  leave(): void {
    clearTimeout(this.#stalled)
    if (this.#isOver) return
    this.#isOver = true
    this.#controller?.abort(new Error('the caller has gone'))
  }

  /** Ends the response with its last bytes, before the balancer records it. */
  #finish(last: Buffer | undefined): void {
    this.#isOver = true
    const held = this.#held
    if (held && last) this.#response.write(held)
    const rest = last ?? held
    // As a string it is sent in one write with the head; each character is one byte.
    if (rest && rest.length <= maxJoinedBytes) this.#response.end(rest.toString('latin1'), 'latin1')
    else this.#response.end(rest)
    // Usually the system has taken all of it.
    if (this.#response.writableLength > 0) this.#awaitReader()
  }

  #write(chunk: Buffer): void {
    if (this.#response.write(chunk)) return
    this.#controller?.pause()
    this.#awaitReader()
    this.#response.once('drain', () => {
      clearTimeout(this.#stalled)
      this.#controller?.resume()
    })
  }

  /** A caller that reads nothing must not occupy a slot and memory forever. */
  #awaitReader(): void {
    clearTimeout(this.#stalled)
    this.#stalled = setTimeout(() => this.#response.destroy(), this.#stallMs)
  }
}

/** For more bytes a copy costs more than a second write. */
const maxJoinedBytes = 16 * 1_024

function flush(forwarding: Forwarding): void {
  forwarding.flush()
}
