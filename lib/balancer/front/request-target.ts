/** What a request asks for. */
export interface Target {
  /** Without its query. */
  readonly path: string
  readonly pathAndQuery: string
  /** Where the target is a whole URL, as proxies get it: this goes before `Host` (RFC 9112, 3.2.2). */
  readonly host: string | undefined
}

/** Reads a request's target; undefined where it is no path and no HTTP URL. */
export function readTarget(written: string): Target | undefined {
  if (written.startsWith('/')) {
    return { path: pathOf(written), pathAndQuery: written, host: undefined }
  }
  if (!/^https?:\/\//i.test(written) || !URL.canParse(written)) return undefined
  const { pathname, search, host } = new URL(written)
  return { path: pathname, pathAndQuery: pathname + search, host }
}

function pathOf(target: string): string {
  const end = target.indexOf('?')
  return end < 0 ? target : target.slice(0, end)
}
