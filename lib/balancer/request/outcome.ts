import { BalancerError } from '../errors.ts'

/** How a request ended, each in exactly one way. */
export const outcomes = [
  'ok',
  'http_error',
  'refused',
  'timeout',
  'reset',
  'aborted',
  'rejected',
] as const
/**
 * `ok`: status below 400. `http_error`: responded with 400 or above, or with a redirect to a request of the
 * API. `refused`: no connection was established.
 * `timeout`: no response, or no end of it, in time. `reset`: the connection broke, or the response was not
 * HTTP. `aborted`: the caller disconnected, or the balancer was destroyed. `rejected`: the balancer had no
 * worker for it, or none that would accept it.
 */
export type Outcome = (typeof outcomes)[number]

/** The phase of an attempt when it failed. */
export type Phase = 'connecting' | 'sent' | 'responding'

export interface AttemptFailure {
  readonly outcome: 'refused' | 'timeout' | 'reset'
  readonly phase: Phase
  readonly error: Error
}

/** The meaning of an error of the connection; the phase distinguishes refused from reset. */
export function attemptFailure(error: Error, phase: Phase): AttemptFailure {
  if (timeoutCodes.has(codeOf(error) ?? '')) return { outcome: 'timeout', phase, error }
  return { outcome: phase === 'connecting' ? 'refused' : 'reset', phase, error }
}

const timeoutCodes = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
  'BALANCER_TIMEOUT',
  'BALANCER_WORKER_DOWN',
])

/** Whether no worker could have accepted the request: a bad path or header, by undici's codes. */
export function isCallersFault(error: Error): boolean {
  return codeOf(error) === 'UND_ERR_INVALID_ARG'
}

/** The outcome of a request that never got a response, by its error. */
export function outcomeOfError(error: Error): Outcome {
  if (error instanceof BalancerError) {
    return error.code === 'BALANCER_TIMEOUT' ? 'timeout' : 'rejected'
  }
  return 'aborted'
}

function codeOf(error: Error): string | undefined {
  return (error as NodeJS.ErrnoException).code
}
