/**
 * Why the balancer itself refused a request; `statusCode` is the status that an HTTP front returns.
 * @example
 * if (error instanceof BalancerError && error.code === 'BALANCER_QUEUE_FULL') await retryLater()
 */
export class BalancerError extends Error {
  override readonly name = 'BalancerError'
  readonly code: BalancerErrorCode
  readonly statusCode: number
  /** When a retry may succeed, in milliseconds from now. */
  readonly retryAfterMs?: number

  constructor(
    code: BalancerErrorCode,
    message: string,
    options: { readonly retryAfterMs?: number; readonly cause?: unknown } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.statusCode = statusOf[code]
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs
  }
}

/** Code of the reason why the balancer refused a request; docs/errors.md has the remedy for each. */
export type BalancerErrorCode =
  | 'BALANCER_QUEUE_FULL'
  | 'BALANCER_QUEUE_TIMEOUT'
  | 'BALANCER_TIMEOUT'
  | 'BALANCER_WORKER_DOWN'
  | 'BALANCER_NO_WORKER'
  | 'BALANCER_REQUEST_REFUSED'
  | 'BALANCER_BODY_TOO_LARGE'
  | 'BALANCER_BODIES_FULL'
  | 'BALANCER_CLOSED'

const statusOf: Readonly<Record<BalancerErrorCode, number>> = {
  BALANCER_QUEUE_FULL: 503,
  BALANCER_QUEUE_TIMEOUT: 503,
  BALANCER_TIMEOUT: 504,
  BALANCER_WORKER_DOWN: 502,
  BALANCER_NO_WORKER: 503,
  BALANCER_REQUEST_REFUSED: 400,
  BALANCER_BODY_TOO_LARGE: 413,
  BALANCER_BODIES_FULL: 503,
  BALANCER_CLOSED: 503,
}
