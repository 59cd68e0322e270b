import type { IncomingHttpHeaders } from 'node:http'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { errorWords } from '../../servers/error-words.ts'

/** Bytes of a body that suffice for an error's message. */
const maxBytes = 64 * 1024

interface ErrorResponseOptions {
  readonly redirectsTo?: string | undefined
  /** Those that were sent to the worker: it may repeat them. */
  readonly secrets: readonly string[]
  /** Those among them that the caller did not send. */
  readonly ownKeys: readonly string[]
}

/** An error response or a redirect: its status, and the worker's error message. */
export class ErrorResponse {
  readonly status: number
  /** Target of the redirect, in a form that may be shown; undefined: it is not a redirect. */
  readonly redirectsTo: string | undefined
  readonly #encoding: string | undefined
  readonly #secrets: readonly string[]
  readonly #ownKeys: readonly string[]
  readonly #chunks: Buffer[] = []
  #bytes = 0

  constructor(
    status: number,
    headers: IncomingHttpHeaders,
    { redirectsTo, secrets, ownKeys }: ErrorResponseOptions,
  ) {
    this.status = status
    this.redirectsTo = redirectsTo
    this.#secrets = secrets
    this.#ownKeys = ownKeys
    this.#encoding = headers['content-encoding']
  }

  /**
   * @param chunk of the body, in which the worker's keys become asterisks, since a caller may not know them. Its length
   * stays: the caller has its length already
   */
  take(chunk: Buffer): void {
    this.#bytes += chunk.length
    if (this.#bytes <= maxBytes) this.#chunks.push(Buffer.from(chunk))
    for (const key of this.#ownKeys) maskIn(chunk, key)
  }

  /** On one line, with secrets masked; undefined if there is none. */
  get words(): string | undefined {
    if (this.#chunks.length === 0) return undefined
    const text = decoded(Buffer.concat(this.#chunks), this.#encoding)
    return text && errorWords(text.toString('utf8'), this.#secrets)
  }
}

/** A shorter one would match texts by chance. */
const shortestSecret = 8

function maskIn(bytes: Buffer, secret: string): void {
  if (secret.length < shortestSecret) return
  const { length } = Buffer.from(secret)
  for (let at = bytes.indexOf(secret); at !== -1; at = bytes.indexOf(secret, at + length)) {
    bytes.fill('*', at, at + length)
  }
}

/** Undefined for a body that cannot be read: it is forwarded unchanged, and only not quoted. */
function decoded(body: Buffer, encoding = 'identity'): Buffer | undefined {
  const decode = decoders[encoding.toLowerCase()]
  try {
    return decode?.(body)
  } catch {
    return undefined
  }
}

const limit = { maxOutputLength: maxBytes }
const decoders: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  identity: (body) => body,
  gzip: (body) => gunzipSync(body, limit),
  deflate: (body) => inflateSync(body, limit),
  br: (body) => brotliDecompressSync(body, limit),
}
