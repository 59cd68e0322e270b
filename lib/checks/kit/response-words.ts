import type { HttpResponse } from '../../probes/http.ts'
import { errorWords } from '../../servers/error-words.ts'
import { redirectTarget, redirectWords } from '../../servers/redirect.ts'

/** Whether a response is an error or sends its client elsewhere. */
export function isErrorResponse({ status }: Pick<HttpResponse, 'status'>): boolean {
  return status >= 400 || (status >= 300 && status !== 304)
}

/**
 * The status of a response, and of an error what the server says itself, of a redirect its target:
 * `HTTP 503: Loading model`.
 * @param url what was asked
 */
export function responseWords(
  { status, headers, body }: Pick<HttpResponse, 'status' | 'headers' | 'body'>,
  url: URL,
): string {
  const target = redirectTarget(status, headers, url)
  const said = status < 400 ? undefined : errorWords(body)
  const words = target === undefined ? said : redirectWords(target)
  return words === undefined ? `HTTP ${status}` : `HTTP ${status}: ${words}`
}
