import type { IncomingHttpHeaders } from 'node:http'
import { errors } from 'undici'
import { ChunkedBody, type TakeChunk } from './chunked-body.ts'
import { type HeadReader, parseFields, type ResponseHead } from './response-head.ts'
import { malformed } from './wire-errors.ts'

/** Receives one response, in order. */
export interface ResponseSink {
  takeHead(head: ResponseHead): void
  /** A part of the body; the bytes change after the call. */
  readonly takeChunk: TakeChunk
}

const maxHeadBytes = 16 * 1_024
const endOfHead = '\r\n\r\n'

/** Parses consecutive HTTP/1 responses, split anywhere. */
export class ResponseReader {
  readonly #heads: HeadReader
  readonly #sink: ResponseSink
  /** The beginning of an incomplete head. */
  #text = ''
  #head: ResponseHead | undefined
  /** Remaining bytes of the body. */
  #left = 0
  #chunks: ChunkedBody | undefined

  constructor(heads: HeadReader, sink: ResponseSink) {
    this.#heads = heads
    this.#sink = sink
  }

  /** Whether the response is complete. */
  get isDone(): boolean {
    return this.#head !== undefined && (this.#chunks ? this.#chunks.isDone : this.#left === 0)
  }

  get trailers(): IncomingHttpHeaders {
    const lines = this.trailerLines
    return lines.length > 0 ? parseFields(lines) : {}
  }

  get trailerLines(): readonly string[] {
    return this.#chunks?.trailerLines ?? []
  }

  /** Whether the end of the connection is the end of the response. */
  get endsWithConnection(): boolean {
    return this.#head?.body === 'until_close'
  }

  /** Resets it for the next response. */
  reset(): void {
    this.#text = ''
    this.#head = undefined
    this.#left = 0
    this.#chunks = undefined
  }

  /**
   * @returns the offset after the last read byte: `to`, or less if the response has ended before
   * @throws HTTPParserError, HeadersOverflowError
   */
  read(bytes: Buffer, to: number): number {
    const from = this.#head ? 0 : this.#readHead(bytes, to)
    if (!this.#head) return to
    if (this.#chunks) return this.#chunks.read(bytes, from, to, this.#sink.takeChunk)
    const end = Math.min(to, from + this.#left)
    if (end > from) this.#sink.takeChunk(bytes, from, end)
    this.#left -= end - from
    return end
  }

  /** @returns the offset after the head, if it is complete now */
  #readHead(bytes: Buffer, to: number): number {
    const before = this.#text.length
    // One byte more than a head may have shows that it has too many.
    this.#text += bytes.toString('latin1', 0, Math.min(to, maxHeadBytes + 1))
    let begin = 0
    for (;;) {
      const end = this.#text.indexOf(endOfHead, Math.max(begin, before - endOfHead.length))
      if (end === -1) break
      const head = this.#heads.read(this.#text.slice(begin, end))
      begin = end + endOfHead.length
      if (head.status >= 200) {
        this.#begin(head)
        return begin - before
      }
      // Informational responses only show that the server is working (RFC 9110, 15.2).
      if (head.status === 101)
        throw malformed('INVALID_STATUS', 'a protocol that was not requested')
    }
    this.#text = this.#text.slice(begin)
    if (this.#text.length > maxHeadBytes) throw new errors.HeadersOverflowError()
    return to
  }

  #begin(head: ResponseHead): void {
    this.#head = head
    this.#text = ''
    if (head.body === 'chunked') this.#chunks = new ChunkedBody()
    else this.#left = head.body === 'until_close' ? Number.POSITIVE_INFINITY : head.body
    this.#sink.takeHead(head)
  }
}
