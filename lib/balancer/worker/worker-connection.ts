import type { Socket } from 'node:net'
import { buildConnector, Client } from 'undici'

type Connector = buildConnector.connector

/** One connection to a worker, for one request after the other: an undici `Client`, and what became of its socket. */
export class WorkerConnection {
  readonly client: Client
  #socket: Socket | undefined
  /** As it was when the request that is in flight was given to it. */
  #before: { readonly socket: Socket | undefined; readonly bytesRead: number } = noSocket

  constructor(origin: string, { connect, connectTimeout, ...options }: Client.Options) {
    const timeout = connectTimeout ?? 10_000
    const connector = typeof connect === 'function' ? connect : buildConnector({ timeout })
    this.client = new Client(origin, { ...options, connect: this.#watching(connector) })
  }

  /** A request is about to be sent over it. */
  begin(): void {
    this.#before = { socket: this.#socket, bytesRead: this.#socket?.bytesRead ?? 0 }
  }

  /**
   * Whether its socket was there before the request that has just failed, and not a byte has come since:
   * then the worker has closed an idle connection under it.
   */
  get wasStale(): boolean {
    const { socket, bytesRead } = this.#before
    return socket !== undefined && socket === this.#socket && socket.bytesRead === bytesRead
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
