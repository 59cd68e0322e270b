/** The fields of a request's head that the front needs, read in one pass over its raw headers. */
export interface IncomingHead {
  readonly authorization: string | undefined
  /** Every `Host` header that was sent. */
  readonly hosts: readonly string[]
  /** Declared bytes of the body; undefined: not declared. */
  readonly contentLength: number | undefined
  readonly hasBody: boolean
}

/**
 * Reads the raw headers of Node's parser, names and values alternating. Node would create an object if
 * asked for one; most requests need none.
 */
export function readHead(rawHeaders: readonly string[]): IncomingHead {
  const hosts: string[] = []
  let authorization: string | undefined
  let contentLength: number | undefined
  let isChunked = false
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string
    // Their lengths distinguish most other headers without a lower-case copy.
    if (!lengths.has(name.length)) continue
    const value = rawHeaders[index + 1] as string
    const key = name.toLowerCase()
    if (key === 'authorization') authorization = value
    else if (key === 'host') hosts.push(value)
    else if (key === 'content-length') contentLength = Number(value)
    else if (key === 'transfer-encoding') isChunked = true
  }
  return { authorization, hosts, contentLength, hasBody: isChunked || (contentLength ?? 0) > 0 }
}

const lengths = new Set(
  ['authorization', 'host', 'content-length', 'transfer-encoding'].map(({ length }) => length),
)

/** The headers without the key of the front, which no worker may see. */
export function withoutKey(rawHeaders: readonly string[]): string[] {
  const kept: string[] = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string
    if (name.toLowerCase() !== 'authorization') kept.push(name, rawHeaders[index + 1] as string)
  }
  return kept
}
