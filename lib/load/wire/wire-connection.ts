import { connect, type Socket } from 'node:net'
import type { Dispatcher } from 'undici'
import { errors } from 'undici'
import type { AnswerHead, HeadReader } from './answer-head.ts'
import { AnswerReader, type AnswerSink } from './answer-reader.ts'
import type { RequestText } from './request-text.ts'
import { type ExchangeConnection, WireExchange } from './wire-exchange.ts'

/** Who has the connections. */
export interface ConnectionOwner {
  readonly host: string
  readonly port: number
  /** What every socket reads into: each read is over before the next one begins. */
  readonly readBuffer: Buffer
  readonly heads: HeadReader
  /** It can serve another request. */
  giveBack(connection: WireConnection): void
  /** It serves none any more. */
  closed(connection: WireConnection): void
  /** Sends a request again, over a connection that has served none. */
  sendAfresh(exchange: WireExchange, request: RequestText): void
}

/** One socket, which is kept for the next request: one at a time. */
export class WireConnection implements AnswerSink, ExchangeConnection {
  /** Rounds of its owner's clock without a byte; the owner counts them. */
  silentRounds = 0
  isConnected = false
  isClosed = false
  /** How long the server says that it keeps it while idle. */
  keepAliveMs = Number.POSITIVE_INFINITY
  readonly #owner: ConnectionOwner
  readonly #socket: Socket
  readonly #reader: AnswerReader
  #exchange: WireExchange | undefined
  #request: RequestText | undefined
  /** Whether it has served a request before this one, and a byte of its response has come. */
  #isReused = false
  #hasBytes = false
  #isKept = true

  constructor(owner: ConnectionOwner) {
    this.#owner = owner
    const { host, port, readBuffer } = owner
    this.#reader = new AnswerReader(owner.heads, this)
    const callback = (length: number) => this.#read(readBuffer, length)
    const onread = { buffer: readBuffer, callback }
    this.#socket = connect({ host, port, noDelay: true, onread })
    this.#socket.once('connect', () => this.#connected())
    this.#socket.on('error', (error) => this.#closedUnder(error))
    this.#socket.on('end', () => this.#endedByServer())
    this.#socket.on('close', () => this.#closedUnder(closedError()))
  }

  get exchange(): WireExchange | undefined {
    return this.#exchange
  }

  /** Sends a request; nothing else may be in flight. */
  send(handler: Dispatcher.DispatchHandler, request: RequestText): void {
    const exchange = new WireExchange(handler, this)
    this.#exchange = exchange
    try {
      exchange.begin()
    } catch (error) {
      this.fail(error as Error)
    }
    if (!exchange.isOver) this.#write(exchange, request)
  }

  /** Sends a request that a closed connection left without a response. */
  adopt(exchange: WireExchange, request: RequestText): void {
    exchange.moveTo(this)
    this.#write(exchange, request)
  }

  #write(exchange: WireExchange, request: RequestText): void {
    this.#exchange = exchange
    this.#request = request
    this.#hasBytes = false
    this.silentRounds = 0
    this.#socket.write(request.text, request.encoding)
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  /** Closes it; a request that is in flight ends with the error. */
  fail(error: Error): void {
    const exchange = this.#exchange
    this.#exchange = undefined
    if (!this.isClosed) {
      this.isClosed = true
      this.#socket.destroy()
      this.#owner.closed(this)
    }
    exchange?.failed(error)
  }

  /**
   * The server closed it. Where it was idle until just now, and nothing of a response has come, the
   * server has closed an idle connection, and the request goes over a fresh one, once (RFC 9112, 9.3.1).
   */
  #closedUnder(error: Error): void {
    const exchange = this.#exchange
    const request = this.#request
    if (!exchange || !request || !this.#isReused || this.#hasBytes || exchange.isOver) {
      this.fail(error)
      return
    }
    this.#exchange = undefined
    this.fail(error)
    this.#owner.sendAfresh(exchange, request)
  }

  takeHead(head: AnswerHead): void {
    this.#isKept = head.isKeptAlive
    this.keepAliveMs = head.keepAliveMs
    this.#exchange?.answered(head)
  }

  readonly takePiece = (bytes: Buffer, from: number, to: number): void => {
    this.#exchange?.data(bytes, from, to)
  }

  #connected(): void {
    this.isConnected = true
    this.silentRounds = 0
  }

  /** Always true: go on reading. */
  #read(bytes: Buffer, length: number): true {
    this.silentRounds = 0
    this.#hasBytes = true
    const exchange = this.#exchange
    if (!exchange) {
      this.fail(new errors.SocketError('unexpected bytes'))
      return true
    }
    try {
      const place = this.#reader.read(bytes, length)
      if (this.#reader.isDone && !this.isClosed) this.#end(exchange, place === length)
    } catch (error) {
      this.fail(error as Error)
    }
    return true
  }

  #endedByServer(): void {
    const exchange = this.#exchange
    if (exchange && this.#reader.endsWithConnection) this.#end(exchange, false)
    else this.#closedUnder(closedError())
  }

  /** Before its handler hears of the end, which may send the next request at once. */
  #end(exchange: WireExchange, isLast: boolean): void {
    const { trailers } = this.#reader
    this.#exchange = undefined
    this.#reader.reset()
    this.#isReused = true
    if (exchange.paused) this.#socket.resume()
    // What came behind the response belongs to none; and a server may answer before it has heard all.
    if (isLast && this.#isKept && this.#socket.writableLength === 0) this.#owner.giveBack(this)
    else this.fail(new errors.SocketError('not kept alive'))
    exchange.ended(trailers)
  }
}

function closedError(): Error {
  return new errors.SocketError('other side closed')
}
