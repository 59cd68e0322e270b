/**
 * Why a path cannot be sent to a worker; undefined: it can. A server resolves `..` after the base path has
 * been prepended, so that the request would leave the intended part of the server.
 */
export function faultOfPath(pathAndQuery: string): string | undefined {
  // Nearly all paths have none of these, and need no splitting.
  if (!suspicious.test(pathAndQuery)) return undefined
  if (pathAndQuery.includes('#')) return 'the path has a fragment (`#`)'
  const query = pathAndQuery.indexOf('?')
  const path = query < 0 ? pathAndQuery : pathAndQuery.slice(0, query)
  return path.split(separators).some(isDotSegment)
    ? 'the path has a `.` or `..` segment'
    : undefined
}

const suspicious = /[#.%]/

/** Servers treat an encoded slash, and a backslash, as a slash too. */
const separators = /\/|\\|%2f|%5c/i

/** Encoded, or followed by parameters (`..;a=b`), it is still resolved by some servers. */
function isDotSegment(segment: string): boolean {
  const [name = ''] = segment.replaceAll(/%2e/gi, '.').split(/;|%3b/i)
  return name === '.' || name === '..'
}
