import { createHash, timingSafeEqual } from 'node:crypto'

/** The key that callers must send, compared in constant time. */
export class AccessKey {
  readonly #digest: Buffer

  constructor(key: string) {
    this.#digest = digestOf(key)
  }

  /**
   * Reads an `Authorization` header: `Bearer KEY` as API clients send it, or `Basic` with the key as
   * password and any user name, as a browser sends it.
   */
  opens(authorization: string | undefined): boolean {
    const shown = authorization === undefined ? undefined : keyIn(authorization)
    return shown !== undefined && timingSafeEqual(digestOf(shown), this.#digest)
  }
}

function keyIn(authorization: string): string | undefined {
  const space = authorization.indexOf(' ')
  const scheme = authorization.slice(0, space).toLowerCase()
  const rest = authorization.slice(space + 1).trim()
  if (scheme === 'bearer') return rest
  if (scheme !== 'basic') return undefined
  const pair = Buffer.from(rest, 'base64').toString('utf8')
  return pair.slice(pair.indexOf(':') + 1)
}

/** Digests have the same length, whatever the length of the keys. */
function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}
