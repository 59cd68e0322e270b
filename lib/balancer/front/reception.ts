import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Dispatcher } from 'undici'
import type { Balancer } from '../balancer.ts'
import { BalancerError } from '../errors.ts'
import { BalancerMetrics } from '../metrics.ts'
import type { AccessKey } from './access-key.ts'
import { answerOfError, sendError } from './error-answer.ts'
import { Forwarding } from './forwarding.ts'
import { readBody } from './incoming-body.ts'
import { type IncomingHead, readHead, withoutKey } from './incoming-head.ts'
import { type OwnRequest, ownEndpoints } from './own-endpoints.ts'
import { StatusBoard } from './status-board.ts'

/** Receives requests: answers those to the front's own endpoints, and sends all others to a worker. */
export class Reception {
  readonly #balancer: Balancer
  readonly #key: AccessKey | undefined
  readonly #isLoopback: boolean
  readonly #board: StatusBoard
  readonly #metrics: BalancerMetrics
  #underWay = 0
  #isDraining = false
  #whenEmpty: (() => void) | undefined

  constructor(balancer: Balancer, key: AccessKey | undefined, isLoopback: boolean) {
    this.#balancer = balancer
    this.#key = key
    this.#isLoopback = isLoopback
    this.#board = new StatusBoard(balancer)
    this.#metrics = new BalancerMetrics(balancer)
  }

  take(request: IncomingMessage, response: ServerResponse): void {
    const { rawHeaders, url = '/' } = request
    const head = readHead(rawHeaders)
    const path = pathOf(url)
    if (this.#key && path !== '/health' && !this.#key.opens(head.authorization)) {
      this.#refuseKey(path, response)
      return
    }
    const own = ownEndpoints.get(path)
    if (own) {
      void own(request, response, this.#forOwn())
      return
    }
    if (this.#isDraining) {
      this.#refuse(response, new BalancerError('BALANCER_CLOSED', 'this server is shutting down'))
      return
    }
    this.#forward(request, response, head)
  }

  /** Takes no further requests. Resolves to how many had not ended when the time was over. */
  async drain(timeoutMs: number): Promise<number> {
    this.#isDraining = true
    if (this.#underWay > 0 && timeoutMs > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs)
        this.#whenEmpty = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    return this.#underWay
  }

  close(): void {
    this.#board.close()
    this.#metrics.close()
  }

  #forward(request: IncomingMessage, response: ServerResponse, head: IncomingHead): void {
    const { rawHeaders, url = '/' } = request
    const method = request.method as Dispatcher.HttpMethod
    const headers = this.#key ? withoutKey(rawHeaders) : rawHeaders
    const forwarding = new Forwarding(response)
    this.#underWay += 1
    if (head.hasBody) {
      const send = (body: Buffer) => {
        if (response.destroyed) return
        this.#balancer.dispatch({ path: url, method, headers, body }, forwarding)
      }
      readBody(request, head.contentLength, send, (error) => this.#refuse(response, error))
    } else {
      this.#balancer.dispatch({ path: url, method, headers, body: null }, forwarding)
    }
    response.on('close', () => {
      forwarding.leave()
      this.#left()
    })
  }

  #left(): void {
    this.#underWay -= 1
    if (this.#underWay === 0) this.#whenEmpty?.()
  }

  #forOwn(): OwnRequest {
    return {
      ...{ balancer: this.#balancer, board: this.#board, metrics: this.#metrics },
      isDraining: this.#isDraining,
      mayAdminister: this.#key !== undefined || this.#isLoopback,
      hasKey: this.#key !== undefined,
    }
  }

  /** Refuses a request whose body may still be on its way: the connection cannot serve another. */
  #refuse(response: ServerResponse, error: BalancerError): void {
    response.shouldKeepAlive = false
    sendError(response, answerOfError(error))
  }

  #refuseKey(path: string, response: ServerResponse): void {
    const message = 'no API key, or a wrong one: send `Authorization: Bearer KEY`'
    // Only a page for people is worth a browser's question for it.
    const scheme = path === '/status' ? 'Basic realm="clustergate"' : 'Bearer'
    response.shouldKeepAlive = false
    sendError(response, {
      ...{ status: 401, message, code: 'invalid_api_key' },
      headers: { 'www-authenticate': scheme },
    })
  }
}

function pathOf(url: string): string {
  const end = url.indexOf('?')
  return end < 0 ? url : url.slice(0, end)
}
