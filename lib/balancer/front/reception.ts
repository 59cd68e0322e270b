import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Dispatcher } from 'undici'
import type { ServeSettings } from '../../cluster/serve-settings.ts'
import type { Balancer } from '../balancer.ts'
import { BalancerError } from '../errors.ts'
import { BalancerMetrics } from '../metrics/metrics.ts'
import type { AccessKey } from './access-key.ts'
import { CallerConnection } from './caller-connection.ts'
import { type ErrorResponse, internalError, responseOfError, sendError } from './error-response.ts'
import { Forwarding } from './forwarding.ts'
import { HeldBodies } from './held-bodies.ts'
import { readBody } from './incoming-body.ts'
import { type IncomingHead, readHead, withoutKey } from './incoming-head.ts'
import { type OwnRequest, ownEndpoints } from './own-endpoints.ts'
import { HostRule } from './request-host.ts'
import { readTarget, type Target } from './request-target.ts'
import { sendJson } from './send-json.ts'
import { ServedPaths } from './served-paths.ts'
import { StatusBoard } from './status/status-board.ts'
import { Turn } from './turn.ts'

export interface ReceptionOptions {
  readonly balancer: Balancer
  readonly key: AccessKey | undefined
  readonly limits: ServeSettings
  readonly isLoopback: boolean
}

/** Receives requests: serves the front's own endpoints, and forwards all others to a worker. */
export class Reception {
  readonly #options: ReceptionOptions
  readonly #balancer: Balancer
  readonly #held: HeldBodies
  readonly #board: StatusBoard
  readonly #metrics: BalancerMetrics
  readonly #hosts: HostRule
  readonly #connections = new WeakMap<Duplex, CallerConnection>()
  #served: { readonly workers: Balancer['workers']; readonly paths: ServedPaths } | undefined
  #inFlight = 0
  #isDraining = false
  #whenEmpty: (() => void) | undefined

  constructor(options: ReceptionOptions) {
    const { key, isLoopback } = options
    this.#options = options
    this.#hosts = new HostRule(isLoopback && !key)
    this.#balancer = options.balancer
    this.#held = new HeldBodies(options.limits.allBodiesBytes)
    this.#board = new StatusBoard(options.balancer)
    this.#metrics = new BalancerMetrics(options.balancer)
  }

  /** Whatever a caller sends, and whatever fails because of it, ends only this request. */
  take(request: IncomingMessage, response: ServerResponse): void {
    // Errors of a connection are handled as the end of its response.
    request.on('error', ignore)
    response.on('error', ignore)
    const turn = new Turn(this.#connectionOf(request.socket), response)
    try {
      this.#receive(request, turn)
    } catch {
      this.#failed(response)
    }
  }

  /** The last response that has begun, or will, on a connection. */
  responseOn(socket: Duplex): ServerResponse | undefined {
    return this.#connections.get(socket)?.lastResponse
  }

  /** Accepts no further requests. Resolves to the number that had not ended at the deadline. */
  async drain(timeoutMs: number): Promise<number> {
    this.#isDraining = true
    if (this.#inFlight > 0 && timeoutMs > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs)
        this.#whenEmpty = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    return this.#inFlight
  }

  close(): void {
    this.#board.close()
    this.#metrics.close()
  }

  #connectionOf(socket: Duplex): CallerConnection {
    let connection = this.#connections.get(socket)
    if (!connection) {
      connection = new CallerConnection(socket)
      this.#connections.set(socket, connection)
    }
    return connection
  }

  #failed(response: ServerResponse): void {
    if (response.headersSent) response.destroy()
    else this.#refuse(response, internalError)
  }

  #receive(request: IncomingMessage, turn: Turn): void {
    const { response } = turn
    const head = readHead(request.rawHeaders)
    const target = readTarget(request.url ?? '')
    const refusal = this.#refusalOf(request, head, target)
    if (refusal) {
      this.#refuse(response, refusal)
      return
    }
    const own = target && ownEndpoints.get(target.path)
    const path = target?.pathAndQuery ?? '/'
    if (own) void own(request, response, this.#forOwn())
    else this.#listModels(request, turn, head, path) ?? this.#forward(request, turn, head, path)
  }

  /** Why a request is refused; undefined: it is not. */
  #refusalOf(
    request: IncomingMessage,
    { hosts, authorization }: IncomingHead,
    target: Target | undefined,
  ): ErrorResponse | undefined {
    const { key } = this.#options
    if (!target) return badTarget
    const named = target.host === undefined ? hosts : [...hosts.slice(1), target.host]
    const fault = this.#hosts.faultOf(named, request.httpVersion)
    if (fault) return fault
    const { path } = target
    if (key && path !== '/health' && !key.opens(authorization)) return keyRefusal(path)
    if (ownEndpoints.has(path)) return undefined
    if (this.#isDraining) {
      return responseOfError(new BalancerError('BALANCER_CLOSED', 'this server is shutting down'))
    }
    return this.#paths().serves(request.method ?? '', path) ? undefined : pathRefusal(path)
  }

  /** The current workers: they can join and leave. */
  #paths(): ServedPaths {
    const workers = this.#balancer.workers
    if (this.#served?.workers !== workers) {
      const { paths } = this.#options.limits
      this.#served = { workers, paths: new ServedPaths(workers, paths) }
    }
    return this.#served.paths
  }

  /** Responds with the models of all workers; undefined if the request can go to any worker. */
  #listModels(
    request: IncomingMessage,
    turn: Turn,
    head: IncomingHead,
    path: string,
  ): Promise<void> | undefined {
    if (request.method !== 'GET' || path !== '/v1/models') return undefined
    const headers = this.#options.key ? withoutKey(request.rawHeaders) : request.rawHeaders
    const listing = this.#balancer.listModels(headers)
    if (!listing) return undefined
    this.#inFlight += 1
    return listing.then((models) => {
      const { response } = turn
      this.#left()
      if (turn.isOver) return
      try {
        if (models) sendJson(response, 200, { object: 'list', data: models })
        // The response of a single worker is better than an empty list.
        else this.#forward(request, turn, head, path)
      } catch {
        this.#failed(response)
      }
    })
  }

  #forward(request: IncomingMessage, turn: Turn, head: IncomingHead, path: string): void {
    const { response } = turn
    const { key, limits } = this.#options
    const { rawHeaders } = request
    const method = request.method as Dispatcher.HttpMethod
    const headers = key ? withoutKey(rawHeaders) : rawHeaders
    // Pages that a worker serves beside its API may redirect.
    const passesRedirects = method !== 'POST' && !path.startsWith('/v1/')
    const forwarding = new Forwarding(response, limits.stallMs, passesRedirects)
    const send = (body: Buffer | null) => {
      if (turn.isOver) return
      try {
        this.#balancer.dispatch({ path, method, headers, body }, forwarding)
      } catch {
        this.#failed(response)
      }
    }
    this.#inFlight += 1
    let release: (() => void) | undefined
    turn.whenOver(() => {
      release?.()
      forwarding.leave()
      this.#left()
    })
    if (!head.hasBody) {
      send(null)
      return
    }
    release = readBody(
      request,
      head.contentLength,
      { maxBytes: limits.bodyBytes, held: this.#held },
      send,
      (error) => this.#refuse(response, responseOfError(error)),
    )
  }

  #left(): void {
    this.#inFlight -= 1
    if (this.#inFlight === 0) this.#whenEmpty?.()
  }

  #forOwn(): OwnRequest {
    const { key, isLoopback } = this.#options
    return {
      balancer: this.#balancer,
      board: this.#board,
      metrics: this.#metrics,
      isDraining: this.#isDraining,
      isProtected: key !== undefined || isLoopback,
      hasKey: key !== undefined,
    }
  }

  /** Refuses a request whose body may still be in transit: the connection cannot be reused. */
  #refuse(response: ServerResponse, received: ErrorResponse): void {
    response.shouldKeepAlive = false
    sendError(response, received)
  }
}

function ignore(): void {
  // Nothing can be done about it.
}

const badTarget: ErrorResponse = {
  status: 400,
  code: 'invalid_path',
  message: 'the target of this request is not a path',
}

function keyRefusal(path: string): ErrorResponse {
  const message = 'no API key, or a wrong one: send `Authorization: Bearer KEY`'
  // Only a page for people is worth a browser's password dialog.
  const scheme = path === '/status' ? 'Basic realm="clustergate"' : 'Bearer'
  return { status: 401, message, code: 'invalid_api_key', headers: { 'www-authenticate': scheme } }
}

function pathRefusal(path: string): ErrorResponse {
  const shown = path.length > 100 ? `${path.slice(0, 100)}...` : path
  const message = `\`${shown}\` is not part of the inference API; to serve it, list it under \`serve.paths\` in the cluster file`
  return { status: 403, message, code: 'path_not_served' }
}
