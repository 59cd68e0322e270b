import type { IncomingHttpHeaders } from 'node:http'
import { isRedirect, leavesServer, redirectTarget, redirectWords } from '../../servers/redirect.ts'
import type { Core } from '../core.ts'
import type { WorkerState } from '../worker/worker-state.ts'
import type { Attempt } from './attempt.ts'
import { ErrorResponse } from './error-response.ts'
import { classifyResponse } from './response-class.ts'

/**
 * `usable`: goes to the caller. `not_begun`: the worker was limited or refuses its key, so that any
 * other may have the request. `failed`: the worker failed, maybe after it had begun. `key_refused`: it
 * has never served anyone and refuses the caller's key, which another may take. `full`: the worker has as
 * many requests as it takes; once one of them ends, this one can be sent there as well.
 */
export type ResponseWeight = 'usable' | 'not_begun' | 'failed' | 'key_refused' | 'full'

/** Draws from a response's status what it says of the worker, and tells what it is worth to the caller. */
export function weighResponse(
  core: Core,
  attempt: Attempt,
  status: number,
  headers: IncomingHttpHeaders,
): ResponseWeight {
  const { worker } = attempt
  const { rotation } = core
  const redirectsTo =
    isRedirect(status) && attempt.isApi ? redirectTarget(status, headers, attempt.url) : undefined
  if (status >= 400 || redirectsTo !== undefined) {
    attempt.errorResponse = new ErrorResponse(status, headers, redirectsTo)
  }
  if (redirectsTo !== undefined) return weighRedirect(core, attempt, headers, redirectsTo)
  const response = classifyResponse(
    status,
    headers,
    core.headersOf(worker).hasKey,
    core.settings.maxRetryAfterMs,
  )
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
      // Of a worker that has served others, it is the key that is wrong.
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
 * A worker that sends its clients to another server does not serve; nobody follows, since the key would go
 * along. One that sends them to another path of its own says that the path is wrong.
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

/** The body of this response is not read yet: the words are those of the last one with this status. */
function faultOf(status: number, { lastError }: WorkerState): string {
  const words = lastError?.status === status ? lastError.words : undefined
  return words === undefined ? `HTTP ${status}` : `HTTP ${status}: ${words}`
}
