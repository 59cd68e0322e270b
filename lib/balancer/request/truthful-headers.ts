import type { IncomingHttpHeaders } from 'node:http'
import { backInMs } from '../admission/back-in.ts'
import type { Core } from '../core.ts'

/**
 * The headers of a refusal as the caller gets them: `Retry-After` is the time at which any worker accepts
 * requests again, because clients wait for it, even an hour, and a worker knows nothing about the others.
 */
export function truthfulHeaders(
  status: number,
  headers: IncomingHttpHeaders,
  { rotation, clock }: Pick<Core, 'rotation' | 'clock'>,
): IncomingHttpHeaders {
  if (status !== 429 && status !== 503) return headers
  const { 'retry-after': _asked, 'retry-after-ms': _exact, ...others } = headers
  const seconds = Math.max(1, Math.ceil(backInMs(rotation.workers, clock.nowMs()) / 1_000))
  return { ...others, 'retry-after': String(seconds) }
}
