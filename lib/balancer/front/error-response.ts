import type { ServerResponse } from 'node:http'
import { redirectWords } from '../../servers/redirect.ts'
import { BalancerError } from '../errors.ts'
import { attemptFailure } from '../request/outcome.ts'
import { InvalidPick } from '../strategies/from-function.ts'
import { sendJson } from './send-json.ts'

/** An error as it is sent to a caller. */
export interface ErrorResponse {
  readonly status: number
  readonly message: string
  readonly code: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Responds in the format of OpenAI's errors, which every client of that API can read. */
export function sendError(response: ServerResponse, error: ErrorResponse): void {
  sendJson(response, error.status, errorBody(error), error.headers)
}

export function errorBody({ status, message, code }: ErrorResponse) {
  const type = status >= 500 ? 'server_error' : 'invalid_request_error'
  return { error: { message, type, param: null, code } }
}

/** The error that a caller gets for a request without a response: the reason, without internals. */
export function responseOfError(error: Error): ErrorResponse {
  if (error instanceof BalancerError) return ofBalancer(error)
  if (error instanceof InvalidPick) return { status: 500, code: error.code, message: error.message }
  const { code, message } = error as NodeJS.ErrnoException
  if (typeof code !== 'string' || code.startsWith('HPE_')) {
    if (error instanceof TypeError || error instanceof RangeError) return internalError
    // Not HTTP: undici's own error for that has no code. The bytes are not shown.
    return {
      status: 502,
      code: 'bad_gateway',
      message: 'no worker returned a readable response',
    }
  }
  if (callersFaults.has(code)) return { status: 400, code, message }
  const { outcome } = attemptFailure(error, 'sent')
  const words =
    outcome === 'timeout'
      ? 'the worker did not respond in time'
      : 'the connection to a worker failed'
  return { status: outcome === 'timeout' ? 504 : 502, code, message: `${words}: ${message}` }
}

/** A redirect of a worker: the operator of this server has to act, and the log names the worker. */
export function redirectResponse(target: string): ErrorResponse {
  const message = `the worker ${redirectWords(target)}, which this server does not follow`
  return { status: 502, code: 'worker_redirects', message }
}

/** For any unexpected error: the details are not shown. */
export const internalError: ErrorResponse = {
  status: 500,
  code: 'internal_error',
  message: 'this request could not be processed',
}

function ofBalancer({ statusCode, code, message, retryAfterMs }: BalancerError): ErrorResponse {
  const error = { status: statusCode, code, message }
  if (retryAfterMs === undefined) return error
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1_000))
  return { ...error, headers: { 'retry-after': String(seconds) } }
}

/** A path or header that cannot be sent to any worker. */
const callersFaults = new Set(['UND_ERR_INVALID_ARG', 'ERR_INVALID_URL'])
