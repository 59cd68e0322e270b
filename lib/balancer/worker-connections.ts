import { Client } from 'undici'
import type { BalancerSettings } from '../cluster/balancer-settings.ts'
import type { Worker } from '../cluster/cluster.ts'
import { workerUrl } from '../cluster/worker-url.ts'
import { tlsConnector } from './tls-connector.ts'

/**
 * The connections to one worker: one undici `Client` for each request under way, kept for the next.
 * The one used last is used first, so that few stay warm under a light load.
 */
export class WorkerConnections {
  readonly #origin: string
  readonly #basePath: string
  readonly #slots: number
  readonly #options: Client.Options
  readonly #idle: Client[] = []
  readonly #all = new Set<Client>()

  constructor(
    worker: Worker,
    settings: Pick<BalancerSettings, 'connectTimeoutMs' | 'idleTimeoutMs'>,
  ) {
    this.#origin = workerUrl(worker, '/').origin
    this.#basePath = worker.basePath
    this.#slots = worker.maxConcurrentRequests
    this.#options = {
      // One request after the other: who waits must not wait for another's answer.
      pipelining: 1,
      connectTimeout: settings.connectTimeoutMs,
      // The balancer has deadlines of its own for the first byte.
      headersTimeout: 0,
      bodyTimeout: settings.idleTimeoutMs,
      ...(worker.tls && { connect: tlsConnector(worker.tls, settings.connectTimeoutMs) }),
    }
  }

  take(): Client {
    return this.#idle.pop() ?? this.#open()
  }

  giveBack(client: Client): void {
    if (this.#all.has(client)) this.#idle.push(client)
  }

  /**
   * For one on which something went wrong, or whose request was called off: what it still has to send
   * or to read cannot be taken back otherwise, and an undici client takes no request while it fails one.
   */
  discard(client: Client): void {
    if (this.#all.delete(client)) void client.destroy()
  }

  /** Opens one connection per slot by asking for the list of models, which takes no slot of the worker's. */
  async warmUp(): Promise<void> {
    const missing = Math.max(0, this.#slots - this.#all.size)
    const clients = Array.from({ length: missing }, () => this.#open())
    const path = `${this.#basePath}/v1/models`
    await Promise.all(
      clients.map(async (client) => {
        try {
          const { body } = await client.request({ path, method: 'GET', headersTimeout: 5_000 })
          await body.dump()
          this.giveBack(client)
        } catch {
          // The request that needs it opens its own, and reports what is wrong.
          this.discard(client)
        }
      }),
    )
  }

  async close(): Promise<void> {
    const clients = [...this.#all]
    this.#all.clear()
    this.#idle.length = 0
    await Promise.all(clients.map((client) => client.destroy()))
  }

  #open(): Client {
    const client = new Client(this.#origin, this.#options)
    this.#all.add(client)
    return client
  }
}
