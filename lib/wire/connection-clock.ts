import { errors } from 'undici'
import { keepAliveMarginMs } from './response-head.ts'
import { Roster } from './roster.ts'
import type { WireConnection } from './wire-connection.ts'

export interface ConnectionClockOptions {
  readonly connectTimeoutMs: number
  /** How long a response may be silent, in milliseconds. */
  readonly silenceTimeoutMs: number
  /** Whether the first byte of a response may take any time, because the caller has a deadline for it. */
  readonly waitsForHead?: boolean
}

/** A connection that is idle for longer is closed: many servers do so after 5 s, without notice. */
const idleMs = 4_000
const maxRoundMs = 1_000

/**
 * The open connections to one server, with one timer for all of them, because a timer per request is
 * expensive.
 */
export class ConnectionClock {
  readonly #roundMs: number
  readonly #rounds: { readonly connect: number; readonly silence: number }
  readonly #waitsForHead: boolean
  readonly #all = new Roster<WireConnection>()
  #clock: NodeJS.Timeout | undefined

  constructor({ connectTimeoutMs, silenceTimeoutMs, waitsForHead }: ConnectionClockOptions) {
    this.#roundMs = Math.min(maxRoundMs, connectTimeoutMs / 4, silenceTimeoutMs / 4)
    this.#rounds = {
      connect: Math.ceil(connectTimeoutMs / this.#roundMs),
      silence: Math.ceil(silenceTimeoutMs / this.#roundMs),
    }
    this.#waitsForHead = waitsForHead ?? false
  }

  get connections(): number {
    return this.#all.size
  }

  add(connection: WireConnection): void {
    this.#all.add(connection)
    this.#clock ??= setInterval(() => this.#round(), this.#roundMs).unref()
  }

  delete(connection: WireConnection): void {
    this.#all.delete(connection)
    if (this.#all.size > 0) return
    clearInterval(this.#clock)
    this.#clock = undefined
  }

  /** Ends requests in flight, and closes all. */
  failAll(error: () => Error): void {
    for (const connection of this.#all) connection.fail(error())
  }

  #round(): void {
    for (const connection of this.#all) {
      connection.silentRounds += 1
      const error = this.#overdue(connection)
      if (error) connection.fail(error)
    }
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
    if (exchange.hasResponse) return new errors.BodyTimeoutError()
    return this.#waitsForHead ? undefined : new errors.HeadersTimeoutError()
  }
}
