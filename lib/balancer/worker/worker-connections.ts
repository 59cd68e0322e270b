import type { Client } from 'undici'
import type { BalancerSettings } from '../../cluster/balancer-settings.ts'
import type { Worker } from '../../cluster/cluster.ts'
import { workerUrl } from '../../cluster/worker-url.ts'
import { Deadline } from '../../time/deadline.ts'
import { Roster } from '../../wire/roster.ts'
import { tlsConnector } from './tls-connector.ts'
import { WorkerConnection } from './worker-connection.ts'
import { WorkerWire } from './worker-wire.ts'

const warmUpTimeoutMs = 5_000

/**
 * The connections to one worker: one for each request in flight, kept for the next. The one used last is
 * reused first, so that few stay warm under a light load.
 */
export class WorkerConnections {
  readonly #origin: string
  readonly #basePath: string
  readonly #slots: number
  readonly #options: Client.Options
  readonly #wire: WorkerWire | undefined
  readonly #idle: WorkerConnection[] = []
  readonly #all = new Roster<WorkerConnection>()

  constructor(
    worker: Worker,
    settings: Pick<BalancerSettings, 'connectTimeoutMs' | 'idleTimeoutMs'>,
  ) {
    this.#origin = workerUrl(worker, '/').origin
    this.#basePath = worker.basePath
    this.#wire = worker.tls
      ? undefined
      : new WorkerWire(this.#origin, {
          connectTimeoutMs: settings.connectTimeoutMs,
          silenceTimeoutMs: settings.idleTimeoutMs,
        })
    this.#slots = worker.maxConcurrentRequests
    this.#options = {
      // One request after the other: no request may wait for another's response.
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

  /** A fresh connection in place of one that the worker has closed. */
  replace(connection: WorkerConnection): WorkerConnection {
    this.discard(connection)
    return this.#open()
  }

  giveBack(connection: WorkerConnection): void {
    if (connection.rosterPlace >= 0) this.#idle.push(connection)
  }

  /**
   * For a connection that failed, or whose request was aborted: what it still has to send or to read cannot
   * be taken back otherwise, and an undici client accepts no request while it fails one.
   */
  discard(connection: WorkerConnection): void {
    if (this.#all.delete(connection)) void connection.destroy()
  }

  /** Opens one connection per slot by requesting the list of models, which takes no slot of the worker. */
  async warmUp(): Promise<void> {
    const missing = Math.max(0, this.#slots - this.#all.size)
    const connections = Array.from({ length: missing }, () => this.#open())
    const path = `${this.#basePath}/v1/models`
    await Promise.all(
      connections.map(async (connection) => {
        // Not `using`: Vitest's configuration loads this file untranspiled, on Node.js 20.
        const deadline = new Deadline({ timeoutMs: warmUpTimeoutMs })
        const { signal } = deadline
        try {
          const { body } = await connection.request({ path, method: 'GET', signal })
          await body.dump()
          this.giveBack(connection)
        } catch {
          // The request that needs it opens its own, and reports the error.
          this.discard(connection)
        } finally {
          deadline[Symbol.dispose]()
        }
      }),
    )
  }

  async close(): Promise<void> {
    const connections = [...this.#all]
    for (const connection of connections) this.#all.delete(connection)
    this.#idle.length = 0
    await Promise.all(connections.map((connection) => connection.destroy()))
  }

  #open(): WorkerConnection {
    const connection = new WorkerConnection(this.#wire, this.#origin, this.#options)
    this.#all.add(connection)
    return connection
  }
}
