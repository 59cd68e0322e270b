import type { Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ErrorResponse, errorBody, sendError } from './error-response.ts'

/**
 * Responds to bytes that never become a request of the server, in the format of all other errors.
 * @param responseOf the last response that has begun, or will, on a connection
 */
export function responseParseErrors(
  server: Server,
  responseOf: (socket: Duplex) => ServerResponse | undefined,
): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const response = responseOf(socket)
    if (!response) endWith(socket, responses[error.code ?? ''] ?? malformed)
    else if (response.headersSent) socket.destroy()
    else {
      response.shouldKeepAlive = false
      sendError(response, responses[error.code ?? ''] ?? malformed)
    }
  })
  server.on('connect', (_request, socket) => endWith(socket, noTunnels))
  server.on('checkExpectation', (_request, response) => sendError(response, unknownExpectation))
}

const malformed: ErrorResponse = {
  status: 400,
  code: 'invalid_http',
  message: 'this is not a valid HTTP/1.1 request',
}

const responses: Readonly<Record<string, ErrorResponse>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'headers_too_large',
    message: 'the headers of this request are too large',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: 413,
    code: 'chunk_extensions_too_large',
    message: 'the chunk extensions of this request are too large',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'request_timeout',
    message: 'the request did not arrive in time',
  },
}

const noTunnels: ErrorResponse = {
  status: 405,
  code: 'method_not_allowed',
  message: 'CONNECT is not supported',
}

const unknownExpectation: ErrorResponse = {
  status: 417,
  code: 'expectation_failed',
  message: 'only `Expect: 100-continue` is supported',
}

/** Writes an error on a connection for which there is no response object. */
function endWith(socket: Duplex, response: ErrorResponse): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const body = `${JSON.stringify(errorBody(response))}\n`
  const head = [
    `HTTP/1.1 ${response.status} Refused`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  socket.on('error', () => undefined)
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}
