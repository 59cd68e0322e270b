import type { HttpResponse } from '../../probes/http.ts'
import { errorWords } from '../../servers/error-words.ts'
import { redirectTarget, redirectWords } from '../../servers/redirect.ts'

/** Whether a response is an error or a redirect. */
export function isErrorResponse({ status }: Pick<HttpResponse, 'status'>): boolean {
  return status >= 400 || (status >= 300 && status !== 304)
}

/**
 * The status of a response, with the error message of the server, or the target of a redirect:
 * `HTTP 503: Loading model`.
 * @param url the requested URL
 */
export function responseWords(
  {
    status,
    headers,
    body,
    bodyTruncated,
  }: Pick<HttpResponse, 'status' | 'headers' | 'body' | 'bodyTruncated'>,
  url: URL,
): string {
  const target = redirectTarget(status, headers, { from: url })
  // Marked as cut, so that half a key at its end is recognised.
  const said = status < 400 ? undefined : errorWords(bodyTruncated ? `${body}…` : body)
  const words = target === undefined ? said : redirectWords(target)
  return words === undefined ? `HTTP ${status}` : `HTTP ${status}: ${words}`
}
