/** The target of a request. */
export interface Target {
  /** Without its query. */
  readonly path: string
  readonly pathAndQuery: string
  /** Host of an absolute-form target, as proxies get it: it overrides `Host` (RFC 9112, 3.2.2). */
  readonly host: string | undefined
}

/** Parses a request's target; undefined if it is neither a path nor an HTTP URL. */
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
