import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Fault } from '../../cluster/cluster.ts'
import {
  apiErrorOf,
  arrivalResponses,
  sendError,
  spoilers,
  unauthorized,
} from '../faults/fault-responses.ts'
import { PlainJob } from '../responding/plain-job.ts'
import { StreamJob } from '../responding/stream-job.ts'
import { Visit } from '../responding/visit.ts'
import type { WorkerParts } from '../worker-parts.ts'
import type { QuickResponse } from './models.ts'
import { ApiError } from './openai-errors.ts'
import { parseBody, readBody } from './read-body.ts'
import { jsonReply, type Reply, type ServedRequest, send } from './reply.ts'
import { type Completion, type ResponseObject, readRequestContent } from './request-content.ts'
import type { RouteFinder } from './routes.ts'

/** Serves the requests of a worker's API. */
export class Front {
  readonly #parts: WorkerParts
  readonly #findRoute: RouteFinder
  /** Requests that generate nothing, which draw their own random faults. */
  #quick = 0

  constructor(parts: WorkerParts, findRoute: RouteFinder) {
    this.#parts = parts
    this.#findRoute = findRoute
  }

  serve(path: string, request: IncomingMessage, response: ServerResponse): void {
    const route = this.#findRoute(request.method ?? '', path)
    if (!(route instanceof ApiError) && route.generates) {
      generate(new Visit(this.#parts, request, response), route.generates)
      return
    }
    const exchange = { request, response, workerId: this.#parts.options.id }
    const fault = this.#parts.faults.meet(this.#quick++, false)
    const respondInstead = fault && arrivalResponses[fault.kind]
    if (respondInstead) respondInstead(exchange, fault)
    else report(this.#parts, exchange, fault, route)
  }
}

/** Responds to requests that need no slot: at once, even if all are in use. */
function report(
  parts: WorkerParts,
  exchange: ServedRequest,
  fault: Fault | undefined,
  route: ApiError | { readonly response?: QuickResponse },
): void {
  try {
    if (!isAuthorized(parts, exchange.request)) throw unauthorized()
    if (route instanceof ApiError) throw route
    const reply = quickReply(route.response?.(parts, fault))
    const spoil = fault ? spoilers[fault.kind] : undefined
    if (spoil) spoil(exchange, reply)
    else send(exchange, reply)
  } catch (error) {
    sendError(exchange, apiErrorOf(error))
  }
}

function quickReply(received: object | string | undefined): Reply {
  if (typeof received !== 'string') return jsonReply(received)
  return { status: 200, text: received, headers: { 'content-type': 'text/plain; version=0.0.4' } }
}

function generate(visit: Visit, object: ResponseObject): void {
  const { parts, request, fault } = visit
  const respondInstead = fault && arrivalResponses[fault.kind]
  if (respondInstead) {
    // A request that hangs ends when its caller gives up.
    if (fault.kind !== 'hang') visit.over('failed')
    respondInstead(visit, fault)
    return
  }
  if (isAuthorized(parts, request)) {
    readBody(request, (text) => attempt(visit, object, text), maxBodyBytes)
  } else refuse(visit, unauthorized())
}

function attempt(visit: Visit, object: ResponseObject, text: string | ApiError): void {
  // Its caller disconnected while the body was read.
  if (visit.isOver) return
  try {
    if (text instanceof ApiError) throw text
    const body: Completion = parseBody(text)
    const { options } = visit.parts
    const asked = readRequestContent(object, body, options.simulate.imitates)
    if (body.model !== options.model && visit.fault?.kind !== 'wrong_model') {
      const message = `The model \`${String(body.model)}\` does not exist`
      throw new ApiError(404, message, 'model_not_found')
    }
    const job = asked.isStream ? new StreamJob(visit, asked) : new PlainJob(visit, asked)
    job.enter()
  } catch (error) {
    refuse(visit, error)
  }
}

function refuse(visit: Visit, error: unknown): void {
  visit.over('rejected')
  sendError(visit, apiErrorOf(error))
}

function isAuthorized({ options }: WorkerParts, { headers }: IncomingMessage): boolean {
  return options.apiKey === undefined || headers.authorization === `Bearer ${options.apiKey}`
}

const maxBodyBytes = 10 * 1024 * 1024
