import { stringify } from 'node:querystring'
import type { Dispatcher } from 'undici'
import { correctRequest } from '../../servers/correct-request.ts'
import { hasPlainLimit, withCompletionLimit } from '../../servers/token-limit.ts'
import { BalancerError } from '../errors.ts'
import type { RequestView } from '../strategies/strategy.ts'
import type { WorkerState } from '../worker/worker-state.ts'
import { affinityKeyOf } from './affinity-key.ts'
import { JsonFields } from './json-fields.ts'
import type { Body } from './request-body.ts'
import {
  forwardedHeaders,
  type HeaderList,
  headerOf,
  type OwnHeaders,
  withHeader,
  withOwnHeaders,
} from './request-headers.ts'
import { faultOfPath } from './request-path.ts'

/** The header with the caller's deadline, forwarded with its remaining milliseconds. */
const timeoutHeader = 'x-request-timeout-ms'

/** Endpoints that compute a response and change nothing: sending twice only costs time. */
const completionPath =
  /\/v1\/(?:chat\/completions|completions|embeddings|responses|messages)(?:\?|$)/

export interface PrepareOptions {
  readonly settings: { readonly retryCompletions: boolean }
  decidingModel(model: unknown): string | undefined
}

/** A request as it arrived, ready to be sent to any worker any number of times. */
export class PreparedRequest implements RequestView {
  readonly path: string
  readonly method: Dispatcher.HttpMethod
  /** Whether it may be resent although a worker may have started on it. */
  readonly isIdempotent: boolean
  /** The caller's own deadline. */
  readonly timeoutMs: number | undefined
  readonly model: string | undefined
  readonly #options: Dispatcher.DispatchOptions
  readonly #body: Body
  readonly #headers: HeaderList
  readonly #json: JsonFields | undefined
  readonly #isCompletion: boolean
  #affinityKey: string | undefined | null = null

  /**
   * @param contentType for a body whose kind decides it, unless the caller sets another
   * @throws BalancerError for an upgrade or a tunnel
   */
  constructor(
    options: Dispatcher.DispatchOptions,
    body: Body,
    contentType: string | undefined,
    prepare: PrepareOptions,
  ) {
    const { method, upgrade, idempotent } = options
    if (upgrade || method === 'CONNECT') {
      const message = 'HTTP upgrade and CONNECT are not supported'
      throw new BalancerError('BALANCER_REQUEST_REFUSED', message)
    }
    this.path = pathOf(options)
    const fault = faultOfPath(this.path)
    if (fault) throw new BalancerError('BALANCER_REQUEST_REFUSED', fault)
    this.method = method
    this.#options = options
    this.#body = body
    this.#headers = forwardedHeaders(options.headers)
    if (contentType !== undefined && headerOf(this.#headers, 'content-type') === undefined) {
      this.#headers.push('content-type', contentType)
    }
    this.#isCompletion = method === 'POST' && completionPath.test(this.path)
    this.#json = method === 'POST' && body !== null ? JsonFields.read(body) : undefined
    this.model = prepare.decidingModel(this.#json?.values.model)
    this.timeoutMs = positive(headerOf(this.#headers, timeoutHeader))
    this.isIdempotent =
      idempotent ??
      (idempotentMethods.has(method) || (prepare.settings.retryCompletions && this.#isCompletion))
  }

  get affinityKey(): string | undefined {
    this.#affinityKey =
      this.#affinityKey === null ? affinityKeyOf(this.#headers, this.#json) : this.#affinityKey
    return this.#affinityKey
  }

  /** Whether it has a token limit with the name that some servers refuse. */
  get hasPlainLimit(): boolean {
    return this.#isCompletion && this.#json !== undefined && hasPlainLimit(this.#json.values)
  }

  /**
   * Like `write`. Its content is chosen by the caller: an error because of it ends only this request.
   * @param leftMs remaining milliseconds of the caller's own deadline, if it has one
   */
  tryWrite(
    worker: WorkerState,
    own: OwnHeaders,
    leftMs: number | undefined,
  ): Dispatcher.DispatchOptions | Error {
    try {
      return this.write(worker, own, leftMs)
    } catch (error) {
      return error as Error
    }
  }

  /** The request as it is sent to this worker, or why it cannot be. */
  write(
    { worker, wantsCompletionLimit }: WorkerState,
    own: OwnHeaders,
    leftMs: number | undefined,
  ): Dispatcher.DispatchOptions | BalancerError {
    let headers = withOwnHeaders(this.#headers, own)
    if (leftMs !== undefined) headers = withHeader(headers, timeoutHeader, String(leftMs))
    const json = this.#isCompletion ? this.#json : undefined
    const corrected = json && correctRequest(worker, json.values)
    if (corrected && 'refusal' in corrected) {
      const message = `${worker.id} (${worker.type}) would refuse this request: ${corrected.refusal}`
      return new BalancerError('BALANCER_REQUEST_REFUSED', message)
    }
    const changes =
      json && wantsCompletionLimit && this.hasPlainLimit
        ? withCompletionLimit(json.values, corrected?.changes)
        : corrected?.changes
    const { headersTimeout, bodyTimeout } = this.#options
    return {
      path: worker.basePath + this.path,
      method: this.method,
      headers,
      body: (changes ? json?.with(changes) : this.#body) as string | null,
      ...(headersTimeout != null && { headersTimeout }),
      ...(bodyTimeout != null && { bodyTimeout }),
    }
  }
}

/** RFC 9110, 9.2.2. */
const idempotentMethods = new Set<string>(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE'])

function pathOf({ path, query }: Dispatcher.DispatchOptions): string {
  // Some callers (proxies) send an absolute URL.
  const inside = path.startsWith('/') ? path : new URL(path).pathname + new URL(path).search
  if (!query || Object.keys(query).length === 0) return inside
  return `${inside}${inside.includes('?') ? '&' : '?'}${stringify(query)}`
}

function positive(text: string | undefined): number | undefined {
  const value = Number(text)
  return text !== undefined && Number.isFinite(value) && value > 0 ? value : undefined
}
