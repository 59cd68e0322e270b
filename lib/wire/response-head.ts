import type { IncomingHttpHeaders } from 'node:http'
import { malformed } from './wire-errors.ts'

/** Everything before the body of a response. */
export interface ResponseHead {
  readonly status: number
  readonly statusMessage: string
  /** By their names in lower case; a name that occurs more than once has a list. */
  readonly headers: IncomingHttpHeaders
  /** The same as received: names and values alternating. */
  readonly rawHeaders: readonly Buffer[]
  readonly body: BodyLength
  /** Whether the connection can be reused. */
  readonly isKeptAlive: boolean
  /** How long the server keeps an idle connection, in milliseconds; infinite if it is not announced. */
  readonly keepAliveMs: number
}

/** A connection is closed this long before the server would do it, in milliseconds. */
export const keepAliveMarginMs = 1_000

/**
 * Number of bytes; `chunked`: each chunk has its length; `until_close`: up to the end of the connection.
 */
export type BodyLength = number | 'chunked' | 'until_close'

/** `status-line = HTTP-version SP status-code SP [ reason-phrase ]` (RFC 9112, 4) */
const statusLine = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: ([\t\x20-\x7e\x80-\xff]*))?$/
/** `field-name = token`, `field-value` without control characters (RFC 9110, 5.1 and 5.5) */
const fieldLine = /^([!#$%&'*+\-.^_`|~\dA-Za-z]+):[\t ]*([\t\x20-\x7e\x80-\xff]*)$/

/** Parses heads. A fast server sends the same head over and over, so the last one is cached. */
export class HeadReader {
  #text = ''
  #head: ResponseHead | undefined

  /** @throws HTTPParserError */
  read(text: string): ResponseHead {
    if (this.#head && text === this.#text) return this.#head
    this.#head = parseResponseHead(text)
    this.#text = text
    return this.#head
  }
}

/**
 * Parses a head, strictly: anything ambiguous is an error.
 * @param text without the empty line at its end, in latin1
 * @throws HTTPParserError
 */
export function parseResponseHead(text: string): ResponseHead {
  const [first = '', ...lines] = text.split('\r\n')
  const line = statusLine.exec(first)
  if (!line) throw malformed('INVALID_VERSION', `no status line of HTTP/1: ${first}`)
  const isOld = line[1] === '0'
  const status = Number(line[2])
  const headers = parseFields(lines)
  const body = bodyLength(status, headers)
  const connection = String(headers.connection ?? '').toLowerCase()
  const keptMs = keepAliveMs(headers['keep-alive'])
  return {
    status,
    statusMessage: line[3] ?? '',
    headers: Object.freeze(headers),
    get rawHeaders() {
      return rawFields(lines)
    },
    body,
    isKeptAlive:
      body !== 'until_close' &&
      (isOld ? connection.includes('keep-alive') : !connection.includes('close')) &&
      keptMs > keepAliveMarginMs,
    keepAliveMs: keptMs,
  }
}

/** For a head, and for the trailers of a chunked body. */
export function parseFields(lines: readonly string[]): IncomingHttpHeaders {
  const headers: Record<string, string | string[]> = {}
  for (const line of lines) {
    const field = fieldLine.exec(line)
    if (!field) throw malformed('INVALID_HEADER_TOKEN', `no header: ${line}`)
    const name = (field[1] as string).toLowerCase()
    const value = (field[2] as string).trimEnd()
    headers[name] = Object.hasOwn(headers, name) ? [headers[name] ?? [], value].flat() : value
  }
  return headers
}

/** @param lines accepted by `parseFields` */
export function rawFields(lines: readonly string[]): Buffer[] {
  return lines.flatMap((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()].map((each) =>
      Buffer.from(each, 'latin1'),
    )
  })
}

/**
 * RFC 9112, 6.3. If a body ends with its connection, as HTTP/1.0 servers send it, only its content shows
 * whether it was truncated.
 */
function bodyLength(status: number, headers: IncomingHttpHeaders): BodyLength {
  const coding = headers['transfer-encoding']
  const length = headers['content-length']
  if (status < 200 || status === 204 || status === 304) return 0
  if (coding !== undefined) {
    if (length !== undefined) {
      throw malformed('INVALID_CONTENT_LENGTH', 'both a length and a transfer encoding')
    }
    if (String(coding).toLowerCase() === 'chunked') return 'chunked'
    throw malformed('INVALID_TRANSFER_ENCODING', `a transfer encoding that is not known: ${coding}`)
  }
  if (length === undefined) return 'until_close'
  // Sixteen digits are longer than any body, and not a safe integer.
  if (typeof length !== 'string' || !/^\d{1,15}$/.test(length)) {
    throw malformed('INVALID_CONTENT_LENGTH', `no length: ${length}`)
  }
  return Number(length)
}

function keepAliveMs(hint: string | string[] | undefined): number {
  const seconds = hint === undefined ? undefined : /timeout=(\d{1,6})/.exec(String(hint))?.[1]
  return seconds === undefined ? Number.POSITIVE_INFINITY : Number(seconds) * 1_000
}
