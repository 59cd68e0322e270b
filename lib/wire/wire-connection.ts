import { connect, type Socket } from 'node:net'
import type { Dispatcher } from 'undici'
import { errors } from 'undici'
import type { RequestText } from './request-text.ts'
import type { HeadReader, ResponseHead } from './response-head.ts'
import { ResponseReader, type ResponseSink } from './response-reader.ts'
import type { RosterMember } from './roster.ts'
import { type ExchangeConnection, WireExchange } from './wire-exchange.ts'
import { WriteBatch, type Writer } from './write-batch.ts'

/** The owner of the connections. */
export interface ConnectionOwner {
  readonly host: string
  readonly port: number
  /** The buffer into which every socket reads: each read is processed before the next one begins. */
  readonly readBuffer: Buffer
  readonly heads: HeadReader
  /**
   * Whether a handler is called at the start of its request only once there is a connection, like in
   * undici; otherwise at once.
   */
  readonly startsConnected?: boolean
  /** The connection can be reused. */
  giveBack(connection: WireConnection): void
  /** The connection cannot be reused. */
  closed(connection: WireConnection): void
  /** Resends a request over a fresh connection; undefined: the caller does that. */
  sendAfresh?(exchange: WireExchange, request: RequestText): void
}

/** Like undici's. */
const keepAliveInitialDelay = 60_000

const batch = new WriteBatch()

/** One socket, which is kept for the next request: one at a time. */
export class WireConnection implements ResponseSink, ExchangeConnection, RosterMember, Writer {
  rosterPlace = -1
  /** Ticks of its owner's timer without a byte; the owner counts them. */
  silentRounds = 0
  isConnected = false
  isClosed = false
  /** How long the server keeps it while idle, in milliseconds. */
  keepAliveMs = Number.POSITIVE_INFINITY
  readonly #owner: ConnectionOwner
  readonly #socket: Socket
  readonly #reader: ResponseReader
  #exchange: WireExchange | undefined
  #request: RequestText | undefined
  /** Whether it has served a request before this one, and a byte of its response has arrived. */
  #isReused = false
  #hasBytes = false
  /** Whether its request waits for its turn to be written. */
  #isUnwritten = false
  #isKept = true
  #isIdle = false

  constructor(owner: ConnectionOwner) {
    this.#owner = owner
    const { host, port, readBuffer } = owner
    this.#reader = new ResponseReader(owner.heads, this)
    const callback = (length: number) => this.#read(readBuffer, length)
    const onread = { buffer: readBuffer, callback }
    this.#socket = connect({
      host,
      port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay,
      onread,
    })
    this.#socket.once('connect', () => this.#connected())
    this.#socket.on('error', (error) => this.#closedUnder(error))
    this.#socket.on('end', () => this.#endedByServer())
    this.#socket.on('close', () => this.#closedUnder(closedError()))
  }

  get exchange(): WireExchange | undefined {
    return this.#exchange
  }

  /** Whether it had served a request before the last one, and no byte of the last response has arrived. */
  get wasStale(): boolean {
    return this.#isReused && !this.#hasBytes
  }

  /** Sends a request; nothing else may be in flight. */
  send(handler: Dispatcher.DispatchHandler, request: RequestText): void {
    const exchange = new WireExchange(handler, this)
    this.#exchange = exchange
    if (this.#owner.startsConnected && !this.isConnected) {
      this.#hasBytes = false
      this.#request = request
      return
    }
    this.#begin(exchange, request)
  }

  #begin(exchange: WireExchange, request: RequestText): void {
    try {
      exchange.begin()
    } catch (error) {
      this.fail(error as Error)
    }
    if (!exchange.isOver) this.#prepare(exchange, request)
  }

  /** Sends a request that a closed connection left without a response. */
  adopt(exchange: WireExchange, request: RequestText): void {
    exchange.moveTo(this)
    this.#prepare(exchange, request)
  }

  #prepare(exchange: WireExchange, request: RequestText): void {
    this.#exchange = exchange
    this.#request = request
    this.#hasBytes = false
    this.silentRounds = 0
    if (this.#isIdle) this.#socket.ref()
    this.#isIdle = false
    this.#isUnwritten = true
    batch.add(this)
  }

  write(): void {
    const request = this.#request
    if (!request || this.isClosed) return
    this.#isUnwritten = false
    this.#socket.write(request.text, request.encoding)
    if (request.body) this.#socket.write(request.body)
  }

  /** While it is idle it does not keep the process alive. */
  rest(): void {
    this.#isIdle = true
    this.#socket.unref()
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    // The silence counts from now: while paused, nothing could arrive.
    this.silentRounds = 0
    this.#socket.resume()
  }

  /** Closes it; a request in flight ends with the error. */
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
   * The server closed it. If it was idle until just now, and no byte of a response has arrived, the server
   * has closed an idle connection, and the request is sent once more over a fresh one (RFC 9112, 9.3.1).
   */
  #closedUnder(error: Error): void {
    const exchange = this.#exchange
    const request = this.#request
    if (!exchange || !request || !this.wasStale || exchange.isOver || !this.#owner.sendAfresh) {
      this.fail(error)
      return
    }
    this.#exchange = undefined
    this.fail(error)
    this.#owner.sendAfresh(exchange, request)
  }

  takeHead(head: ResponseHead): void {
    this.#isKept = head.isKeptAlive
    this.keepAliveMs = head.keepAliveMs
    this.#exchange?.answered(head)
  }

  readonly takeChunk = (bytes: Buffer, from: number, to: number): void => {
    this.#exchange?.data(bytes, from, to)
  }

  #connected(): void {
    this.isConnected = true
    this.silentRounds = 0
    const [exchange, request] = [this.#exchange, this.#request]
    if (this.#owner.startsConnected && exchange && request) this.#begin(exchange, request)
  }

  /** Always true: continue reading. */
  #read(bytes: Buffer, length: number): true {
    this.silentRounds = 0
    this.#hasBytes = true
    // It is not sent again: a stream may last for minutes, and a prompt be long.
    this.#request = undefined
    const exchange = this.#exchange
    // What comes before the request was written is not a response to it.
    if (!exchange || this.#isUnwritten) {
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

  /** Before its handler is called at the end, which may send the next request at once. */
  #end(exchange: WireExchange, isLast: boolean): void {
    const { trailers, trailerLines } = this.#reader
    this.#exchange = undefined
    this.#reader.reset()
    this.#isReused = true
    if (exchange.paused) this.#socket.resume()
    // Bytes after the response belong to none; and a server may respond before it has read the whole
    // request.
    if (isLast && this.#isKept && this.#socket.writableLength === 0) this.#owner.giveBack(this)
    else this.fail(new errors.SocketError('not kept alive'))
    exchange.ended(trailers, trailerLines)
  }
}

function closedError(): Error {
  return new errors.SocketError('other side closed')
}
