import type { ServerResponse } from 'node:http'
import { BalancerError } from '../errors.ts'
import { attemptFailure } from '../outcome.ts'
import { InvalidPick } from '../strategies/from-function.ts'
import { sendJson } from './send-json.ts'

/** An error as it is told to a caller. */
export interface ErrorAnswer {
  readonly status: number
  readonly message: string
  readonly code: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Answers in the shape of OpenAI's errors, which every client of that API reads. */
export function sendError(
  response: ServerResponse,
  { status, message, code, headers }: ErrorAnswer,
): void {
  const type = status >= 500 ? 'server_error' : 'invalid_request_error'
  sendJson(response, status, { error: { message, type, param: null, code } }, headers)
}

/** What a caller is told of a request that got no answer: why, but nothing of our inside. */
export function answerOfError(error: Error): ErrorAnswer {
  if (error instanceof BalancerError) return ofBalancer(error)
  if (error instanceof InvalidPick) return { status: 500, code: error.code, message: error.message }
  const { code, message } = error as NodeJS.ErrnoException
  if (typeof code !== 'string') {
    // undici's word for what is no HTTP has no code, and the bytes are nobody's business.
    return {
      status: 502,
      code: 'bad_gateway',
      message: 'no worker gave an answer that can be read',
    }
  }
  if (callersFaults.has(code)) return { status: 400, code, message }
  const { outcome } = attemptFailure(error, 'sent')
  const words =
    outcome === 'timeout' ? 'the worker took too long' : 'the connection to a worker failed'
  return { status: outcome === 'timeout' ? 504 : 502, code, message: `${words}: ${message}` }
}

function ofBalancer({ statusCode, code, message, retryAfterMs }: BalancerError): ErrorAnswer {
  const answer = { status: statusCode, code, message }
  if (retryAfterMs === undefined) return answer
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1_000))
  return { ...answer, headers: { 'retry-after': String(seconds) } }
}

/** A path or header that cannot be sent to any worker. */
const callersFaults = new Set(['UND_ERR_INVALID_ARG', 'ERR_INVALID_URL'])
