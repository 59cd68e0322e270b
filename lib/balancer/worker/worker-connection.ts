import type { Socket } from 'node:net'
import { buildConnector, Client, Dispatcher, errors } from 'undici'
import type { RosterMember } from '../../wire/roster.ts'
import type { WireConnection } from '../../wire/wire-connection.ts'
import { modernHandler } from '../request/modern-handler.ts'
import { plainRequest } from './plain-request.ts'
import type { WorkerWire } from './worker-wire.ts'

type Connector = buildConnector.connector

/**
 * One connection to a worker, for one request after the other: our own for plain requests without TLS, and an
 * undici `Client` for all others.
 */
export class WorkerConnection extends Dispatcher implements RosterMember {
  rosterPlace = -1
  readonly #wire: WorkerWire | undefined
  #connection: WireConnection | undefined
  readonly #origin: string
  readonly #options: Client.Options
  #client: Client | undefined
  #socket: Socket | undefined
  /** Of the client, as it was when it got the request that is in flight. */
  #before: { readonly socket: Socket | undefined; readonly bytesRead: number } = noSocket
  #isByClient = false

  /** @param wire undefined: the worker speaks TLS */
  constructor(wire: WorkerWire | undefined, origin: string, options: Client.Options) {
    super()
    this.#wire = wire
    this.#origin = origin
    this.#options = options
  }

  override dispatch(
    options: Dispatcher.DispatchOptions,
    given: Dispatcher.DispatchHandler,
  ): boolean {
    const request = this.#wire && plainRequest(options, this.#wire.authority)
    this.#isByClient = request === undefined
    if (!this.#wire || !request) return this.#dispatchByClient(options, given)
    if (!this.#connection || this.#connection.isClosed) this.#connection = this.#wire.open()
    this.#connection.send(modernHandler(given), request)
    return true
  }

  /**
   * Whether its socket existed before the request that has just failed, and no byte has arrived since: then
   * the worker has closed an idle connection.
   */
  get wasStale(): boolean {
    if (!this.#isByClient) return this.#connection?.wasStale ?? false
    const { socket, bytesRead } = this.#before
    return socket !== undefined && socket === this.#socket && socket.bytesRead === bytesRead
  }

  /** Ends the request in flight, and closes the connection. */
  override async destroy(): Promise<void> {
    this.#connection?.fail(new errors.ClientDestroyedError())
    await this.#client?.destroy()
  }

  #dispatchByClient(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    this.#client ??= this.#openClient()
    this.#before = { socket: this.#socket, bytesRead: this.#socket?.bytesRead ?? 0 }
    return this.#client.dispatch(options, handler)
  }

  #openClient(): Client {
    const { connect, connectTimeout, ...options } = this.#options
    const timeout = connectTimeout ?? 10_000
    const connector = typeof connect === 'function' ? connect : buildConnector({ timeout })
    return new Client(this.#origin, { ...options, connect: this.#watching(connector) })
  }

  #watching(connector: Connector): Connector {
    return (options, callback) =>
      connector(options, (...result) => {
        const [, socket] = result
        if (socket) this.#socket = socket
        callback(...result)
      })
  }
}

const noSocket = { socket: undefined, bytesRead: 0 }
