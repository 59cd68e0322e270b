import type { Dispatcher } from 'undici'
import { LimitRefusal } from '../balancer/request/limit-refusal.ts'
import type { Worker } from '../cluster/cluster.ts'
import { workerHeaders } from '../cluster/secret.ts'
import { workerUrl } from '../cluster/worker-url.ts'
import { correctRequest } from '../servers/correct-request.ts'
import { hasPlainLimit, withCompletionLimit } from '../servers/token-limit.ts'
import { WireClient } from '../wire/wire-client.ts'
import { SecureClient } from './secure-client.ts'

const connectTimeoutMs = 10_000

/**
 * A client for one worker: no slots, no queue, no retries, and a connection for each request in flight. It
 * adds what the worker needs: its path, its headers, its model.
 */
export class DirectClient implements Pick<Dispatcher, 'dispatch'>, AsyncDisposable {
  readonly #client: Pick<Dispatcher, 'dispatch'> & { close(): Promise<void> }
  readonly #worker: Worker
  readonly #headers: Readonly<Record<string, string>>
  /** The different bodies of a load are few, or each takes long to create anyway. */
  #last: LastCorrected | undefined
  #wantsCompletionLimit = false

  /** @throws UserError if the worker's key is unknown */
  constructor(worker: Worker, env: Readonly<Record<string, string | undefined>> = process.env) {
    const { tls } = worker
    const { origin } = workerUrl(worker, '/')
    this.#worker = worker
    this.#headers = workerHeaders(worker, env)
    this.#client = tls
      ? new SecureClient(worker, connectTimeoutMs)
      : new WireClient(origin, { connectTimeoutMs })
  }

  get worker(): Worker {
    return this.#worker
  }

  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const { body, hasPlainLimit } = this.#corrected(options.body)
    const { origin, method, headers } = options
    const written = {
      origin,
      method,
      path: this.#worker.basePath + options.path,
      headers: { ...(headers as Record<string, string>), ...this.#headers },
      body: body as string,
    }
    if (!hasPlainLimit) return this.#client.dispatch(written, handler)
    const sendAgain = () => {
      this.#wantsCompletionLimit = true
      this.dispatch(options, handler)
    }
    return this.#client.dispatch(written, new LimitRefusal(handler, sendAgain))
  }

  get workerId(): string {
    return this.#worker.id
  }

  /** Whether the worker has refused `max_tokens` for `max_completion_tokens`. */
  get wantsCompletionLimit(): boolean {
    return this.#wantsCompletionLimit
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#client.close()
  }

  /** A request that the worker would refuse is sent unchanged: the worker reports the reason itself. */
  #corrected(written: unknown): Corrected {
    if (typeof written !== 'string') return { body: written, hasPlainLimit: false }
    const { written: last, isRenamed } = this.#last ?? {}
    if (!this.#last || last !== written || isRenamed !== this.#wantsCompletionLimit) {
      this.#last = mend(this.#worker, written, this.#wantsCompletionLimit)
    }
    return this.#last
  }
}

/** A body in the form that is sent. */
interface Corrected {
  readonly body: unknown
  /** Whether its token limit has the name that some servers refuse. */
  readonly hasPlainLimit: boolean
}

/** The original of a cached body. */
interface LastCorrected extends Corrected {
  readonly written: string
  readonly isRenamed: boolean
}

function mend(worker: Worker, written: string, isRenamed: boolean): LastCorrected {
  const parsed = JSON.parse(written)
  const result = correctRequest(worker, parsed)
  const hasLimit = hasPlainLimit(parsed)
  const corrected = result && 'changes' in result ? result.changes : undefined
  const changes = isRenamed && hasLimit ? withCompletionLimit(parsed, corrected) : corrected
  const body = changes ? JSON.stringify({ ...parsed, ...changes }) : written
  return { written, isRenamed, body, hasPlainLimit: hasLimit && !isRenamed }
}
