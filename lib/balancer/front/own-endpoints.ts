import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Balancer } from '../balancer.ts'
import type { BalancerMetrics } from '../metrics/metrics.ts'
import { sendError } from './error-response.ts'
import { readTarget } from './request-target.ts'
import { sendJson, sendText } from './send-json.ts'
import type { StatusBoard } from './status/status-board.ts'
import { statusPage } from './status/status-page.ts'
import { statusText } from './status/status-text.ts'

/** What the front's own endpoints need to know about it. */
export interface OwnRequest {
  readonly balancer: Balancer
  readonly board: StatusBoard
  readonly metrics: BalancerMetrics
  readonly isDraining: boolean
  /** Whether a key or the loopback address keeps strangers out. */
  readonly isProtected: boolean
  readonly hasKey: boolean
}

type Endpoint = (request: IncomingMessage, response: ServerResponse, own: OwnRequest) => void

const reading = new Set(['GET', 'HEAD'])

/** By path; requests to all other paths go to a worker. */
export const ownEndpoints: ReadonlyMap<string, Endpoint> = new Map([
  ['/health', forMethods(reading, health)],
  ['/status', forMethods(reading, insiders(status))],
  ['/metrics', forMethods(reading, insiders(prometheus))],
  ['/admin/drain', forMethods(new Set(['POST']), insiders(administer(drain)))],
  ['/admin/undrain', forMethods(new Set(['POST']), insiders(administer(undrain)))],
])

function forMethods(methods: ReadonlySet<string>, endpoint: Endpoint): Endpoint {
  return (request, response, own) => {
    if (methods.has(request.method ?? '')) {
      endpoint(request, response, own)
      return
    }
    const allow = [...methods].join(', ')
    const message = `${request.url} takes ${allow}`
    sendError(response, { status: 405, message, code: 'method_not_allowed', headers: { allow } })
  }
}

/** Endpoints that show or change the workers must not be accessible to everyone in the network. */
function insiders(endpoint: Endpoint): Endpoint {
  return (request, response, own) => {
    if (own.isProtected) {
      endpoint(request, response, own)
      return
    }
    const message = 'beyond loopback this needs an API key: start the server with --api-key-env'
    sendError(response, { status: 403, message, code: 'forbidden' })
  }
}

/** Whether it accepts requests: for a load balancer before this one, or a supervisor. */
function health(_request: IncomingMessage, response: ServerResponse, own: OwnRequest): void {
  const { workers, inFlight, queued } = own.balancer.stats()
  const ready = workers.filter(({ slotsNow }) => slotsNow > 0).length
  const word = own.isDraining ? 'draining' : ready > 0 ? 'ok' : 'no_worker'
  const body = { status: word, workers: workers.length, ready, inFlight, queued }
  sendJson(response, word === 'ok' ? 200 : 503, body)
}

function status(request: IncomingMessage, response: ServerResponse, { board }: OwnRequest): void {
  const accepted = request.headers.accept ?? ''
  const vary = { vary: 'accept' }
  if (accepted.includes('text/html')) {
    const headers = { ...vary, 'content-security-policy': statusPage.policy }
    sendText(response, 200, 'text/html; charset=utf-8', statusPage.html(board.report()), headers)
  } else if (accepted.startsWith('text/plain')) {
    sendText(response, 200, 'text/plain; charset=utf-8', statusText(board.report()), vary)
  } else {
    sendJson(response, 200, board.report(), vary)
  }
}

function prometheus(_request: IncomingMessage, response: ServerResponse, own: OwnRequest): void {
  const { metrics } = own
  metrics.text().then(
    (text) => sendText(response, 200, metrics.contentType, text),
    (error: Error) =>
      sendError(response, { status: 500, message: error.message, code: 'metrics_failed' }),
  )
}

function administer(act: (balancer: Balancer, workerId: string) => void): Endpoint {
  return (request, response, { balancer, hasKey }) => {
    if (isOfOtherPage(request.headers, hasKey)) {
      const message = 'a web page may not drain workers'
      sendError(response, { status: 403, message, code: 'forbidden' })
      return
    }
    const workerId =
      new URL(`http://front${readTarget(request.url ?? '')?.pathAndQuery ?? '/'}`).searchParams.get(
        'worker',
      ) ?? ''
    const { workers } = balancer.stats()
    if (!workers.some(({ id }) => id === workerId)) {
      const known = workers.map(({ id }) => id).join(', ')
      const message = `no worker \`${workerId}\`: say \`?worker=ID\` with one of ${known}`
      sendError(response, { status: 404, message, code: 'unknown_worker' })
      return
    }
    act(balancer, workerId)
    const now = balancer.stats().workers.find(({ id }) => id === workerId)
    sendJson(response, 200, { worker: workerId, state: now?.state, inFlight: now?.inFlight })
  }
}

/**
 * A web page can make a browser send a POST here, with the Basic credentials that the browser has for this
 * server; browsers send the origin of such a request. Without a key not even our own pages may do that.
 */
function isOfOtherPage(headers: IncomingHttpHeaders, hasKey: boolean): boolean {
  const { origin, host } = headers
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  if (origin === undefined) return false
  return !hasKey || !URL.canParse(origin) || new URL(origin).host !== host?.toLowerCase()
}

function drain(balancer: Balancer, workerId: string): void {
  // Responds at once; the requests in flight are in the status. A worker that is being removed can be
  // drained too.
  balancer.drain(workerId).catch(() => undefined)
}

function undrain(balancer: Balancer, workerId: string): void {
  balancer.undrain(workerId)
}
