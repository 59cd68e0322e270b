import type { Dispatcher } from 'undici'
import { errors } from 'undici'
import { neverSent } from '../never-sent.ts'
import { HeadReader, keepAliveMarginMs } from './answer-head.ts'
import { type RequestText, requestText, type WireOptions } from './request-text.ts'
import { type ConnectionOwner, WireConnection } from './wire-connection.ts'
import type { WireExchange } from './wire-exchange.ts'

export interface WireClientOptions {
  /** Default 10 s. */
  readonly connectTimeoutMs?: number
  /** How long nothing may come of a response, before its first byte or between two; default 5 minutes, as undici's. */
  readonly silenceTimeoutMs?: number
}

const readBytes = 64 * 1_024
/** A connection that is idle for longer is closed: many servers do so after 5 s, without a word. */
const idleMs = 4_000
const longestRoundMs = 1_000

/**
 * HTTP/1.1 to one server for a generator of loads: a connection for each request in flight, kept for
 * the next, and nothing that a load does not need. It takes and tells what an undici `Dispatcher` does,
 * with undici's errors, at about twice its speed; anything unexpected is an error of that request.
 */
export class WireClient implements ConnectionOwner, Pick<Dispatcher, 'dispatch'>, AsyncDisposable {
  readonly host: string
  readonly port: number
  readonly readBuffer = Buffer.allocUnsafeSlow(readBytes)
  readonly heads = new HeadReader()
  readonly #hostHeader: string
  readonly #roundMs: number
  readonly #rounds: { readonly connect: number; readonly silence: number }
  readonly #all = new Set<WireConnection>()
  #idle: WireConnection[] = []
  #clock: NodeJS.Timeout | undefined
  #isClosed = false

  /** @param origin `http://host:port` */
  constructor(origin: string, options: WireClientOptions = {}) {
    const { protocol, hostname, port, host } = new URL(origin)
    if (protocol !== 'http:') throw new errors.InvalidArgumentError(`no http: ${origin}`)
    const { connectTimeoutMs = 10_000, silenceTimeoutMs = 300_000 } = options
    this.host = hostname.replace(/^\[(.*)\]$/, '$1')
    this.port = Number(port || 80)
    this.#hostHeader = host
    this.#roundMs = Math.min(longestRoundMs, connectTimeoutMs / 4, silenceTimeoutMs / 4)
    this.#rounds = {
      connect: Math.ceil(connectTimeoutMs / this.#roundMs),
      silence: Math.ceil(silenceTimeoutMs / this.#roundMs),
    }
  }

  /** How many connections are open, idle ones included. */
  get connections(): number {
    return this.#all.size
  }

  /** Sends a request at once. The body must be a string, headers an object of strings, and the handler one of today's interface. */
  dispatch(options: WireOptions, handler: Dispatcher.DispatchHandler): true {
    let text: RequestText
    try {
      if (this.#isClosed) throw new errors.ClientClosedError()
      text = requestText(options, this.#hostHeader)
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

  /** Ends what is in flight, and closes all connections. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const connection of [...this.#all]) connection.fail(new errors.ClientDestroyedError())
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  giveBack(connection: WireConnection): void {
    this.#idle.push(connection)
  }

  closed(connection: WireConnection): void {
    this.#all.delete(connection)
    if (this.#all.size > 0) return
    clearInterval(this.#clock)
    this.#clock = undefined
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
    this.#all.add(opened)
    this.#clock ??= setInterval(() => this.#round(), this.#roundMs).unref()
    return opened
  }

  /** One clock for all, since a timer for each request has its price. */
  #round(): void {
    for (const connection of [...this.#all]) {
      connection.silentRounds += 1
      const error = this.#overdue(connection)
      if (error) connection.fail(error)
    }
    this.#idle = this.#idle.filter(({ isClosed }) => !isClosed)
  }

  #overdue({ silentRounds, exchange, isConnected, keepAliveMs }: WireConnection) {
    if (!exchange) {
      const most = Math.min(idleMs, keepAliveMs - keepAliveMarginMs)
      return silentRounds * this.#roundMs >= most ? new errors.SocketError('idle') : undefined
    }
    if (!isConnected) {
      return silentRounds > this.#rounds.connect ? new errors.ConnectTimeoutError() : undefined
    }
    if (exchange.paused || silentRounds <= this.#rounds.silence) return undefined
    return exchange.hasAnswer ? new errors.BodyTimeoutError() : new errors.HeadersTimeoutError()
  }
}
