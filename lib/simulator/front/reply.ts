import type { IncomingMessage, ServerResponse } from 'node:http'

/** A request and the response to it. */
export interface ServedRequest {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Header of every response. */
  readonly workerId: string
}

export interface Reply {
  readonly status: number
  readonly text: string
  /** In addition to type and length. */
  readonly headers?: Readonly<Record<string, string>>
}

export function jsonReply(body: unknown, status = 200, headers?: Reply['headers']): Reply {
  return { status, text: JSON.stringify(body), headers }
}

export function send(exchange: ServedRequest, reply: Reply): void {
  sendHead(exchange, reply)
  exchange.response.end(reply.text)
}

export function sendHead(
  { response, workerId }: ServedRequest,
  { status, text, headers }: Reply,
): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'x-clustergate-worker': workerId,
    ...headers,
  })
}
