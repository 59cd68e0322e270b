import type { Fault, FaultKind } from '../../cluster/cluster.ts'
import { ApiError } from '../front/openai-errors.ts'
import { jsonReply, type Reply, type ServedRequest, send, sendHead } from '../front/reply.ts'

/** Responds to a request by a fault instead of serving it. */
type ArrivalResponse = (exchange: ServedRequest, fault: Fault) => void
/** Changes a finished response by a fault. */
type Spoiler = (exchange: ServedRequest, reply: Reply) => void

export const arrivalResponses: Readonly<Partial<Record<FaultKind, ArrivalResponse>>> = {
  hang: () => undefined,
  rate_limit: (exchange, { retryAfterMs = 1_000 }) => {
    const headers = { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) }
    const error = new ApiError(429, 'Rate limit reached.', 'rate_limit_exceeded', headers)
    sendError(exchange, error)
  },
  error: (exchange) => sendError(exchange, new ApiError(500, 'The server had an error.')),
  unauthorized: (exchange) => sendError(exchange, unauthorized()),
  garbage: ({ request }) => {
    request.socket.end('\u0000\u0001 no HTTP at all \u00ff\r\n\r\n', 'latin1')
  },
}

export const spoilers: Readonly<Partial<Record<FaultKind, Spoiler>>> = {
  reset: ({ request }) => request.socket.resetAndDestroy(),
  truncated_json: (exchange, reply) => send(exchange, { ...reply, text: half(reply.text) }),
  truncated_body: (exchange, reply) => {
    sendHead(exchange, reply)
    exchange.response.write(half(reply.text), () => exchange.request.socket.end())
  },
}

export function sendError(exchange: ServedRequest, { status, body, headers }: ApiError): void {
  send(exchange, jsonReply(body, status, headers))
}

export function apiErrorOf(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError(500, (error as Error).message)
}

export function unauthorized(): ApiError {
  return new ApiError(401, 'Incorrect API key provided.', 'invalid_api_key')
}

function half(text: string): string {
  return text.slice(0, Math.ceil(text.length / 2))
}
