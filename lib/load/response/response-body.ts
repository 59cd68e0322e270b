import type { BodyReader, BodyReading } from './body-reader.ts'
import { EventStreamBody } from './event-stream-body.ts'
import { JsonBody } from './json-body.ts'
import { responseFaults } from './response-faults.ts'

/**
 * A body of either form. Its first byte decides which, since gateways send streams as
 * `application/json` and whole answers as `text/event-stream`; the media type decides where the body
 * is neither.
 */
export class ResponseBody implements BodyReader {
  readonly #isDeclaredStream: boolean
  #reader: JsonBody | EventStreamBody | undefined
  #lastMs = 0

  /** @param contentType of the response, in any case and with any parameters */
  constructor(contentType: string | string[] | undefined) {
    this.#isDeclaredStream = eventStreamType.test(String(contentType))
  }

  get firstTokenMs(): number | undefined {
    return this.#stream?.firstTokenMs
  }

  get tokenGapsMs(): readonly number[] | undefined {
    return this.#stream?.tokenGapsMs
  }

  take(bytes: Buffer, nowMs: number): void {
    this.#lastMs = nowMs
    if (this.#reader) {
      this.#reader.take(bytes, nowMs)
      return
    }
    const start = bytes.findIndex((byte) => !leading.has(byte))
    if (start === -1) return
    const first = bytes[start]
    this.#reader = first === brace || first === bracket ? new JsonBody() : new EventStreamBody()
    this.#reader.take(start === 0 ? bytes : bytes.subarray(start), nowMs)
  }

  end(): BodyReading {
    const reader = this.#reader
    if (!reader) return this.#isDeclaredStream ? cutOff : notJson
    const reading = reader.end()
    const isStream = reader instanceof EventStreamBody
    if (isStream && !reader.hasEvents && !this.#isDeclaredStream) return notJson
    if (isStream || !this.#isDeclaredStream || reading.fault !== responseFaults.notJson) {
      return reading
    }
    // A stream whose first line is a bare object.
    const stream = new EventStreamBody()
    stream.take(reader.bytes, this.#lastMs)
    return stream.end()
  }

  get #stream(): EventStreamBody | undefined {
    return this.#reader instanceof EventStreamBody ? this.#reader : undefined
  }
}

const eventStreamType = /^\s*text\/event-stream\s*(?:;|,|$)/i
const [brace, bracket] = Buffer.from('{[')
/** White space, and the byte order mark that both forms may begin with. */
const leading = new Set(Buffer.from(' \t\r\n\uFEFF'))

const notJson: BodyReading = { fault: responseFaults.notJson }
const cutOff: BodyReading = { fault: responseFaults.cutOff }
