import type { IncomingHttpHeaders } from 'node:http'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { errorWords } from '../../servers/error-words.ts'

/** Of a body, enough for an error's message. */
const maxBytes = 64 * 1024

/** A response that is an error or a redirect: its status, and what the worker says in its body. */
export class ErrorResponse {
  readonly status: number
  /** Where it sends its client, as it may be shown; undefined: it is no redirect. */
  readonly redirectsTo: string | undefined
  readonly #encoding: string | undefined
  readonly #chunks: Buffer[] = []
  #bytes = 0

  constructor(status: number, headers: IncomingHttpHeaders, redirectsTo?: string) {
    this.status = status
    this.redirectsTo = redirectsTo
    this.#encoding = headers['content-encoding']
  }

  take(chunk: Buffer): void {
    this.#bytes += chunk.length
    if (this.#bytes <= maxBytes) this.#chunks.push(chunk)
  }

  /** On one line, with secrets hidden; undefined where it says nothing. */
  get words(): string | undefined {
    if (this.#chunks.length === 0) return undefined
    const text = decoded(Buffer.concat(this.#chunks), this.#encoding)
    return text && errorWords(text.toString('utf8'))
  }
}

/** Undefined for what cannot be read: the body goes on as it is, and is only not quoted. */
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
