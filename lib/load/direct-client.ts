import { type Dispatcher, Pool } from 'undici'
import { tlsConnector } from '../balancer/worker/tls-connector.ts'
import type { Worker } from '../cluster/cluster.ts'
import { workerHeaders } from '../cluster/secret.ts'
import { workerUrl } from '../cluster/worker-url.ts'
import { mendRequest } from '../servers/mend-request.ts'
import { WireClient } from './wire/wire-client.ts'

const connectTimeoutMs = 10_000

/**
 * Straight to one worker: no slots, no queue, no retries, and a connection for each request under way.
 * What it adds to a request is what the worker needs to take it: its path, its headers, its model.
 */
export class DirectClient implements Pick<Dispatcher, 'dispatch'>, AsyncDisposable {
  readonly #client: Pick<Dispatcher, 'dispatch'> & { close(): Promise<void> }
  readonly #worker: Worker
  readonly #headers: Readonly<Record<string, string>>
  /** The bodies of a load that differ are few, or each is long to make anyway. */
  #last: { readonly body: unknown; readonly mended: unknown } | undefined

  /** @throws UserError where the worker's key is not known */
  constructor(worker: Worker, env: Readonly<Record<string, string | undefined>> = process.env) {
    const { tls } = worker
    const { origin } = workerUrl(worker, '/')
    this.#worker = worker
    this.#headers = workerHeaders(worker, env)
    this.#client = tls
      ? new ClosingPool(origin, { pipelining: 1, connect: tlsConnector(tls, connectTimeoutMs) })
      : new WireClient(origin, { connectTimeoutMs })
  }

  get worker(): Worker {
    return this.#worker
  }

  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    return this.#client.dispatch(
      {
        ...options,
        path: this.#worker.basePath + options.path,
        headers: { ...(options.headers as Record<string, string>), ...this.#headers },
        body: this.#mended(options.body) as string,
      },
      handler,
    )
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#client.close()
  }

  /** What the worker would refuse goes as it is: it says so itself. */
  #mended(body: unknown): unknown {
    if (typeof body !== 'string') return body
    if (this.#last?.body !== body) this.#last = { body, mended: mend(this.#worker, body) }
    return this.#last.mended
  }
}

function mend(worker: Worker, body: string): string {
  const parsed = JSON.parse(body)
  const result = mendRequest(worker, parsed)
  return result && 'changes' in result ? JSON.stringify({ ...parsed, ...result.changes }) : body
}

/** Ends what is under way too: who stops a load waits for nothing. */
class ClosingPool extends Pool {
  override close(): Promise<void> {
    return this.destroy()
  }
}
