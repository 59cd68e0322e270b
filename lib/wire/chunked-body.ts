import { malformed } from './wire-errors.ts'

/** Receives the content of a chunked body, in order. */
export type TakeChunk = (bytes: Buffer, from: number, to: number) => void

/** Maximum length of a line with a chunk's size, and of everything after the last chunk. */
const maxSizeLine = 256
const maxTrailers = 16 * 1_024

const lineFeed = 10

/**
 * Eight digits are 4 GiB. Extensions as RFC 9112, 7.1.1 has them, but without white space around `;` and `=`:
 * undici and Node.js refuse it too.
 */
const token = "[\\w!#$%&'*+.^`|~-]+"
const quoted = String.raw`"(?:[\t\x20\x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t\x20-\x7e\x80-\xff])*"`
const sizeLine = new RegExp(`^([\\dA-Fa-f]{1,8})(?:;${token}(?:=(?:${token}|${quoted}))?)*$`)

/** Fields that frame a message must not be trailers (RFC 9110, 6.5.1). */
const framing = /^(?:content-length|transfer-encoding)[\t ]*:/i

/**
 * Reads a body in chunks (RFC 9112, 7.1), cut anywhere:
 * `*( size [ ";" extension ] CRLF data CRLF ) "0" CRLF *( trailer CRLF ) CRLF`
 */
export class ChunkedBody {
  #state: 'size' | 'data' | 'data_end' | 'trailers' | 'done' = 'size'
  /** Remaining bytes of the chunk. */
  #left = 0
  /** The beginning of an incomplete line. */
  #line = ''
  #trailers = ''

  get isDone(): boolean {
    return this.#state === 'done'
  }

  /** The trailers, without the empty line; empty in nearly all responses. */
  get trailerLines(): string[] {
    return this.#trailers === '' ? [] : this.#trailers.slice(0, -2).split('\r\n')
  }

  /**
   * @returns the offset after the last read byte: `to`, or less if the body has ended before
   * @throws HTTPParserError
   */
  read(bytes: Buffer, from: number, to: number, take: TakeChunk): number {
    let place = from
    while (place < to && this.#state !== 'done') {
      if (this.#state === 'data') {
        const end = Math.min(to, place + this.#left)
        take(bytes, place, end)
        this.#left -= end - place
        place = end
        if (this.#left === 0) this.#state = 'data_end'
      } else {
        place = this.#readLine(bytes, place, to)
      }
    }
    return place
  }

  /** Continues a line, up to its end or to that of the bytes. */
  #readLine(bytes: Buffer, from: number, to: number): number {
    const end = bytes.indexOf(lineFeed, from)
    const isWhole = end !== -1 && end < to
    const place = isWhole ? end + 1 : to
    this.#line += bytes.toString('latin1', from, place)
    const most = this.#state === 'trailers' ? maxTrailers : maxSizeLine
    if (this.#line.length > most) throw malformed('INVALID_CHUNK_SIZE', 'a line too long')
    if (isWhole) this.#take(this.#line)
    return place
  }

  #take(line: string): void {
    this.#line = ''
    if (!line.endsWith('\r\n')) throw malformed('STRICT', 'a line that ends without CRLF')
    const text = line.slice(0, -2)
    if (this.#state === 'size') this.#takeSize(text)
    else if (this.#state === 'trailers') this.#takeTrailer(text)
    else if (text === '') this.#state = 'size'
    else throw malformed('STRICT', 'a chunk longer than its size')
  }

  #takeSize(text: string): void {
    const size = sizeLine.exec(text)?.[1]
    if (size === undefined) throw malformed('INVALID_CHUNK_SIZE', `no size of a chunk: ${text}`)
    this.#left = Number.parseInt(size, 16)
    this.#state = this.#left === 0 ? 'trailers' : 'data'
  }

  #takeTrailer(text: string): void {
    if (framing.test(text)) throw malformed('UNEXPECTED_CONTENT_LENGTH', `a trailer: ${text}`)
    if (text === '') this.#state = 'done'
    else this.#trailers += `${text}\r\n`
    if (this.#trailers.length > maxTrailers)
      throw malformed('INVALID_EOF_STATE', 'endless trailers')
  }
}
