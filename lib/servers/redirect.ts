import { shownWords } from './error-words.ts'
import type { ServerReply } from './server.ts'

/** Statuses that send a client elsewhere (RFC 9110, 15.4); 304 is none of them. */
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** Whether a status sends a client elsewhere. */
export function isRedirect(status: number): boolean {
  return redirects.has(status)
}

/**
 * Where a response sends its client, as it may be shown: without user, password, query and fragment.
 * Undefined where it is no redirect. Nothing follows one: the API key and the prompt would go along.
 * @param from what was asked, for a target that is relative; without it such a target stays a path
 */
export function redirectTarget(
  status: number,
  headers: ServerReply['headers'],
  from?: URL,
): string | undefined {
  const { location } = headers
  if (!isRedirect(status)) return undefined
  if (typeof location !== 'string' || location === '') return 'a place that it does not name'
  const base = from?.href ?? relative
  // `URL.parse` is younger than the oldest Node.js that this runs on.
  if (!URL.canParse(location, base)) return 'a place that is not a URL'
  const { origin, protocol, host, pathname } = new URL(location, base)
  if (origin === relative) return shownWords(pathname)
  return shownWords(origin === 'null' ? protocol : `${protocol}//${host}${pathname}`)
}

/** The phrase for it, which `redirectIn` finds again. */
export function redirectWords(target: string): string {
  return `redirects to ${target}`
}

/** The target that such a phrase names. */
export function redirectIn(text: string): string | undefined {
  return /redirects to (?<target>[^\s"]+|a place [a-zA-Z ]+)/.exec(text)?.groups?.target
}

/** Whether a redirect leads to another server: of its own, it is about the path that was asked for. */
export function leavesServer(headers: ServerReply['headers'], from: URL): boolean {
  const { location } = headers
  if (typeof location !== 'string' || !URL.canParse(location, from.href)) return true
  return new URL(location, from).origin !== from.origin
}

/** No host has this name (RFC 2606). */
const relative = 'http://relative.invalid'
