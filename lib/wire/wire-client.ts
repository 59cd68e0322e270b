import type { Dispatcher } from 'undici'
import { errors } from 'undici'
import { ConnectionClock } from './connection-clock.ts'
import { neverSent } from './never-sent.ts'
import { readBuffer } from './read-buffer.ts'
import { type RequestText, RequestWriter, type WireOptions } from './request-text.ts'
import { HeadReader } from './response-head.ts'
import { type ConnectionOwner, WireConnection } from './wire-connection.ts'
import type { WireExchange } from './wire-exchange.ts'

export interface WireClientOptions {
  /** Default 10 s. */
  readonly connectTimeoutMs?: number
  /**
   * How long a response may be silent, before its first byte or between two, in milliseconds; default 5
   * minutes, like undici.
   */
  readonly silenceTimeoutMs?: number
}

/**
 * HTTP/1.1 to one server for a generator of loads: a connection for each request in flight, kept for the
 * next, and nothing that a load does not need. It has the interface and the errors of an undici
 * `Dispatcher`, at about twice its speed; anything unexpected is an error of that request.
 */
export class WireClient implements ConnectionOwner, Pick<Dispatcher, 'dispatch'>, AsyncDisposable {
  readonly host: string
  readonly port: number
  readonly readBuffer = readBuffer
  readonly heads = new HeadReader()
  readonly #writer: RequestWriter
  readonly #clock: ConnectionClock
  readonly #idle: WireConnection[] = []
  #isClosed = false

  /** @param origin `http://host:port` */
  constructor(origin: string, options: WireClientOptions = {}) {
    const { protocol, hostname, port, host } = new URL(origin)
    if (protocol !== 'http:') throw new errors.InvalidArgumentError(`no http: ${origin}`)
    const { connectTimeoutMs = 10_000, silenceTimeoutMs = 300_000 } = options
    this.host = hostname.replace(/^\[(.*)\]$/, '$1')
    this.port = Number(port || 80)
    this.#writer = new RequestWriter(host)
    this.#clock = new ConnectionClock({ connectTimeoutMs, silenceTimeoutMs })
  }

  /** Number of open connections, including idle ones. */
  get connections(): number {
    return this.#clock.connections
  }

  /**
   * Sends a request at once. The body must be a string, headers an object of strings, and the handler one
   * of undici's current interface.
   */
  dispatch(options: WireOptions, handler: Dispatcher.DispatchHandler): true {
    let text: RequestText
    try {
      if (this.#isClosed) throw new errors.ClientClosedError()
      text = this.#writer.text(options)
    } catch (error) {
      handler.onResponseError?.(neverSent, error as Error)
      return true
    }
    this.#take().send(handler, text)
    return true
  }

  sendAfresh(exchange: WireExchange, request: RequestText): void {
    if (this.#isClosed) exchange.failed(new errors.ClientDestroyedError())
    else this.#open().adopt(exchange, request)
  }

  /** Ends requests in flight, and closes all connections. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#clock.failAll(() => new errors.ClientDestroyedError())
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  giveBack(connection: WireConnection): void {
    this.#idle.push(connection)
  }

  closed(connection: WireConnection): void {
    this.#clock.delete(connection)
  }

  /** The one used last, so that few stay warm under a light load. */
  #take(): WireConnection {
    for (;;) {
      const connection = this.#idle.pop()
      if (!connection) break
      if (!connection.isClosed) return connection
    }
    return this.#open()
  }

  #open(): WireConnection {
    const opened = new WireConnection(this)
    this.#clock.add(opened)
    return opened
  }
}
