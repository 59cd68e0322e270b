import type { IncomingHttpHeaders } from 'node:http'
import { backInMs } from '../admission/back-in.ts'
import type { Core } from '../core.ts'

/**
 * The headers of a refusal as the caller gets them: `Retry-After` says when a worker takes requests again,
 * since clients wait it out, an hour too, and a worker knows nothing of the others.
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
