import { ConnectionClock, type ConnectionClockOptions } from '../../wire/connection-clock.ts'
import { readBuffer } from '../../wire/read-buffer.ts'
import { HeadReader } from '../../wire/response-head.ts'
import { type ConnectionOwner, WireConnection } from '../../wire/wire-connection.ts'

/** The shared state of all connections to one worker that speaks HTTP/1.1 without TLS. */
export class WorkerWire implements ConnectionOwner {
  readonly host: string
  readonly port: number
  /** The value of the `Host` header. */
  readonly authority: string
  readonly readBuffer = readBuffer
  readonly heads = new HeadReader()
  readonly startsConnected = true
  readonly #clock: ConnectionClock

  /** @param origin `http://host:port` */
  constructor(origin: string, options: Omit<ConnectionClockOptions, 'waitsForHead'>) {
    const { hostname, port, host } = new URL(origin)
    this.host = hostname.replace(/^\[(.*)\]$/, '$1')
    this.port = Number(port || 80)
    this.authority = host
    // The balancer has deadlines of its own for the first byte.
    this.#clock = new ConnectionClock({ ...options, waitsForHead: true })
  }

  open(): WireConnection {
    const connection = new WireConnection(this)
    this.#clock.add(connection)
    return connection
  }

  giveBack(connection: WireConnection): void {
    connection.rest()
  }

  closed(connection: WireConnection): void {
    this.#clock.delete(connection)
  }
}
