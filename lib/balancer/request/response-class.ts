import type { IncomingHttpHeaders } from 'node:http'

/** What the status of a response shows about the worker. */
export type ResponseClass =
  | { readonly kind: 'ok' }
  /** The request is at fault, not the worker. */
  | { readonly kind: 'http_error' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'rate_limited'; readonly retryAfterMs: number }
  /** 503 without a time: it is at capacity, or is loading its model. */
  | { readonly kind: 'busy'; readonly retryAfterMs: number }
  | { readonly kind: 'unauthorized'; readonly retryAfterMs: number }
  /** The caller's key is not accepted: the fault of the caller, unless another worker accepts it. */
  | { readonly kind: 'key_refused'; readonly retryAfterMs: number }

const ok: ResponseClass = { kind: 'ok' }
const defaultLimitMs = 1_000
const defaultUnauthorizedMs = 30_000
const maxMs = 60 * 60_000

/**
 * Classifies a response's status.
 * @param hasOwnKey whether the key of the cluster file was sent; otherwise a 401 is about the caller's key
 * @param maxRetryAfterMs the longest pause that a worker may ask for
 */
export function classifyResponse(
  status: number,
  headers: IncomingHttpHeaders,
  hasOwnKey: boolean,
  maxRetryAfterMs = Number.POSITIVE_INFINITY,
): ResponseClass {
  if (status < 400) return ok
  const askedMs = retryAfterMs(headers)
  const boundedMs = Math.min(askedMs ?? defaultLimitMs, maxRetryAfterMs)
  if (status === 503 && askedMs === undefined) return { kind: 'busy', retryAfterMs: boundedMs }
  if (status === 429 || status === 503) return { kind: 'rate_limited', retryAfterMs: boundedMs }
  if (status === 401 || status === 403) {
    const afterMs = Math.min(askedMs ?? defaultUnauthorizedMs, maxRetryAfterMs)
    return { kind: hasOwnKey ? 'unauthorized' : 'key_refused', retryAfterMs: afterMs }
  }
  return { kind: failureStatuses.has(status) ? 'failed' : 'http_error' }
}

const failureStatuses = new Set([500, 502, 504])

/**
 * `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), or `retry-after-ms` as OpenAI's API sends it;
 * at most an hour. A date is relative to the response's own `Date`, because clocks differ.
 */
export function retryAfterMs(headers: IncomingHttpHeaders): number | undefined {
  const exact = headers['retry-after-ms']
  const written = headers['retry-after']
  if (typeof exact === 'string' && decimal.test(exact)) return bounded(Number(exact))
  if (written === undefined) return undefined
  if (decimal.test(written)) return bounded(Number(written) * 1_000)
  // `Date.parse` also accepts many numbers.
  return httpDate.test(written) ? bounded(Date.parse(written) - sentMs(headers)) : undefined
}

function sentMs({ date }: IncomingHttpHeaders): number {
  const sent = date !== undefined && httpDate.test(date) ? Date.parse(date) : Number.NaN
  return Number.isNaN(sent) ? Date.now() : sent
}

const decimal = /^\d+(\.\d+)?$/
const httpDate = /^[A-Z][a-z]+, /

function bounded(ms: number): number | undefined {
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), maxMs)
}
