import { shownWords } from './error-words.ts'
import type { ServerReply } from './server.ts'

/** Redirect statuses (RFC 9110, 15.4), without 304. */
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** Whether a status is a redirect. */
export function isRedirect(status: number): boolean {
  return redirects.has(status)
}

/**
 * The target of a redirect in a form that may be shown: without user, password, query and fragment.
 * Undefined if it is not a redirect. Redirects are never followed: the API key and the prompt would be sent
 * along.
 * @param options `from`: the requested URL, for a relative target; without it such a target remains a path.
 * `secrets`: those that were sent
 */
export function redirectTarget(
  status: number,
  headers: ServerReply['headers'],
  { from, secrets }: { readonly from?: URL; readonly secrets?: readonly string[] } = {},
): string | undefined {
  const { location } = headers
  if (!isRedirect(status)) return undefined
  if (typeof location !== 'string' || location === '') return 'a place that it does not name'
  const base = from?.href ?? relative
  // `URL.parse` does not exist in the oldest supported Node.js.
  if (!URL.canParse(location, base)) return 'a place that is not a URL'
  const { origin, protocol, host, pathname } = new URL(location, base)
  if (origin === relative) return shownWords(pathname, secrets)
  return shownWords(origin === 'null' ? protocol : `${protocol}//${host}${pathname}`, secrets)
}

/** The phrase for it, which `redirectIn` recognises. */
export function redirectWords(target: string): string {
  return `redirects to ${target}`
}

/** The target in such a phrase. */
export function redirectIn(text: string): string | undefined {
  return /redirects to (?<target>[^\s"]+|a place [a-zA-Z ]+)/.exec(text)?.groups?.target
}

/** Whether a redirect leads to another server: one within the same server is about the path. */
export function leavesServer(headers: ServerReply['headers'], from: URL): boolean {
  const { location } = headers
  if (typeof location !== 'string' || !URL.canParse(location, from.href)) return true
  return new URL(location, from).origin !== from.origin
}

/** No host has this name (RFC 2606). */
const relative = 'http://relative.invalid'
