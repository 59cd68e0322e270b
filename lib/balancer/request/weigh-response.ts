import type { IncomingHttpHeaders } from 'node:http'
import { isRedirect, leavesServer, redirectTarget, redirectWords } from '../../servers/redirect.ts'
import type { Core } from '../core.ts'
import type { WorkerState } from '../worker/worker-state.ts'
import type { Attempt } from './attempt.ts'
import { ErrorResponse } from './error-response.ts'
import { classifyResponse } from './response-class.ts'

/**
 * `usable`: goes to the caller. `not_begun`: the worker was limited or refuses its key, so that any other
 * may get the request. `failed`: the worker failed, maybe after it had started. `key_refused`: it has never
 * served a request and refuses the caller's key, which another may accept. `full`: the worker is at
 * capacity; once one of its requests ends, this one can be sent there as well.
 */
export type ResponseWeight = 'usable' | 'not_begun' | 'failed' | 'key_refused' | 'full'

/**
 * Updates the worker's state from a response's status, and returns what the response is worth to the
 * caller.
 */
export function weighResponse(
  core: Core,
  attempt: Attempt,
  status: number,
  headers: IncomingHttpHeaders,
): ResponseWeight {
  const { worker } = attempt
  const { rotation } = core
  const own = core.headersOf(worker)
  const redirectsTo =
    isRedirect(status) && attempt.isApi
      ? redirectTarget(status, headers, { from: attempt.url, secrets: attempt.secrets(own) })
      : undefined
  if (status >= 400 || redirectsTo !== undefined) {
    const secrets = attempt.secrets(own)
    attempt.errorResponse = new ErrorResponse(status, headers, {
      redirectsTo,
      secrets,
      ownKeys: own.secrets,
    })
  }
  if (redirectsTo !== undefined) return weighRedirect(core, attempt, headers, redirectsTo)
  const response = classifyResponse(status, headers, own.hasKey, core.settings.maxRetryAfterMs)
  switch (response.kind) {
    case 'ok':
      return 'usable'
    case 'http_error':
      attempt.result = 'http_error'
      return 'usable'
    case 'failed':
      attempt.result = 'server_error'
      rotation.failed(worker, attempt.startMs, faultOf(status, worker))
      return 'failed'
    case 'rate_limited':
      attempt.result = 'rate_limited'
      rotation.limited(worker, response.retryAfterMs, status)
      return 'not_begun'
    case 'key_refused':
      attempt.result = 'http_error'
      // A worker that has served others: the key is wrong.
      return core.ledger.of(worker.id).results.ok > 0 ? 'usable' : 'key_refused'
    case 'busy':
      attempt.result = 'rate_limited'
      attempt.refusal = rotation.full(worker, attempt.inFlight - 1)
      if (attempt.refusal) return 'full'
      rotation.limited(worker, response.retryAfterMs, status)
      return 'not_begun'
    case 'unauthorized':
      attempt.result = 'unauthorized'
      rotation.unauthorized(worker, response.retryAfterMs)
      return 'not_begun'
  }
}

/**
 * A worker that redirects to another server does not serve; the redirect is not followed, because the key
 * would be sent along. A redirect to another path of its own means that the path is wrong.
 */
function weighRedirect(
  { rotation }: Core,
  attempt: Attempt,
  headers: IncomingHttpHeaders,
  target: string,
): ResponseWeight {
  if (!leavesServer(headers, attempt.url)) {
    attempt.result = 'http_error'
    return 'usable'
  }
  attempt.result = 'server_error'
  rotation.failed(attempt.worker, attempt.startMs, redirectWords(target))
  return 'not_begun'
}

/** The body of this response is not read yet: the message is that of the last one with this status. */
function faultOf(status: number, { lastError }: WorkerState): string {
  const words = lastError?.status === status ? lastError.words : undefined
  return words === undefined ? `HTTP ${status}` : `HTTP ${status}: ${words}`
}
