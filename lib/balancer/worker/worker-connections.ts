import type { Client } from 'undici'
import type { BalancerSettings } from '../../cluster/balancer-settings.ts'
import type { Worker } from '../../cluster/cluster.ts'
import { workerUrl } from '../../cluster/worker-url.ts'
import { tlsConnector } from './tls-connector.ts'
import { WorkerConnection } from './worker-connection.ts'

/**
 * The connections to one worker: one for each request in flight, kept for the next.
 * The one used last is used first, so that few stay warm under a light load.
 */
export class WorkerConnections {
  readonly #origin: string
  readonly #basePath: string
  readonly #slots: number
  readonly #options: Client.Options
  readonly #idle: WorkerConnection[] = []
  readonly #all = new Set<WorkerConnection>()

  constructor(
    worker: Worker,
    settings: Pick<BalancerSettings, 'connectTimeoutMs' | 'idleTimeoutMs'>,
  ) {
    this.#origin = workerUrl(worker, '/').origin
    this.#basePath = worker.basePath
    this.#slots = worker.maxConcurrentRequests
    this.#options = {
      // One request after the other: who waits must not wait for another's response.
      pipelining: 1,
      connectTimeout: settings.connectTimeoutMs,
      // The balancer has deadlines of its own for the first byte.
      headersTimeout: 0,
      bodyTimeout: settings.idleTimeoutMs,
      ...(worker.tls && { connect: tlsConnector(worker.tls, settings.connectTimeoutMs) }),
    }
  }

  take(): WorkerConnection {
    return this.#idle.pop() ?? this.#open()
  }

  /** A fresh one in the place of one that the worker has closed. */
  replace(connection: WorkerConnection): WorkerConnection {
    this.discard(connection)
    return this.#open()
  }

  giveBack(connection: WorkerConnection): void {
    if (this.#all.has(connection)) this.#idle.push(connection)
  }

  /**
   * For one on which something went wrong, or whose request was called off: what it still has to send
   * or to read cannot be taken back otherwise, and an undici client takes no request while it fails one.
   */
  discard(connection: WorkerConnection): void {
    if (this.#all.delete(connection)) void connection.client.destroy()
  }

  /** Opens one connection per slot by asking for the list of models, which takes no slot of the worker's. */
  async warmUp(): Promise<void> {
    const missing = Math.max(0, this.#slots - this.#all.size)
    const connections = Array.from({ length: missing }, () => this.#open())
    const path = `${this.#basePath}/v1/models`
    await Promise.all(
      connections.map(async (connection) => {
        try {
          const options = { path, method: 'GET', headersTimeout: 5_000 } as const
          const { body } = await connection.client.request(options)
          await body.dump()
          this.giveBack(connection)
        } catch {
          // The request that needs it opens its own, and reports what is wrong.
          this.discard(connection)
        }
      }),
    )
  }

  async close(): Promise<void> {
    const connections = [...this.#all]
    this.#all.clear()
    this.#idle.length = 0
    await Promise.all(connections.map(({ client }) => client.destroy()))
  }

  #open(): WorkerConnection {
    const connection = new WorkerConnection(this.#origin, this.#options)
    this.#all.add(connection)
    return connection
  }
}
