import { defaultLimits } from '../../cluster/response-limits.ts'
import { errorWords } from '../../servers/error-words.ts'
import type { BodyReader, BodyReading } from './body-reader.ts'
import { EventStreamBody } from './event-stream-body.ts'
import { JsonBody } from './json-body.ts'
import { responseFaults } from './response-faults.ts'

/**
 * A body of either form. Its first byte decides which, since gateways send streams as `application/json`
 * and complete responses as `text/event-stream`; the media type decides if the body is neither.
 */
export class ResponseBody implements BodyReader {
  readonly #isDeclaredStream: boolean
  readonly #maxEventBytes: number
  #reader: JsonBody | EventStreamBody | undefined
  #lastMs = 0
  /** The beginning of a body that is neither JSON nor declared a stream, one character per byte. */
  #start = ''

  /**
   * @param contentType of the response, in any case and with any parameters
   * @param mostEventBytes of one event, and of one of its lines
   */
  constructor(
    contentType: string | string[] | undefined,
    maxEventBytes = defaultLimits.eventBytes,
  ) {
    this.#maxEventBytes = maxEventBytes
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
      this.#read(bytes, nowMs)
      return
    }
    let start = 0
    while (leading.has(bytes[start] ?? brace)) start += 1
    if (start === bytes.length) return
    const first = bytes[start]
    this.#reader = first === brace || first === bracket ? new JsonBody() : this.#newStream()
    this.#read(start === 0 ? bytes : bytes.subarray(start), nowMs)
  }

  end(): BodyReading {
    const reader = this.#reader
    if (!reader) return this.#isDeclaredStream ? cutOff : notJson
    const reading = reader.end()
    const isStream = reader instanceof EventStreamBody
    const isOneEvent = reading.fault === responseFaults.eventTooLong && fieldStart.test(this.#start)
    if (isStream && !reader.hasEvents && !this.#isDeclaredStream && !isOneEvent)
      return this.#notJson
    if (isStream || !this.#isDeclaredStream || reading.fault !== responseFaults.notJson) {
      return reading
    }
    // A stream whose first line is a bare object.
    const stream = this.#newStream()
    stream.take(reader.bytes, this.#lastMs)
    return stream.end()
  }

  #newStream(): EventStreamBody {
    return new EventStreamBody(this.#maxEventBytes)
  }

  #read(bytes: Buffer, nowMs: number): void {
    this.#reader?.take(bytes, nowMs)
    const isText = this.#stream !== undefined && !this.#isDeclaredStream
    if (isText && this.#start.length < latestStart) this.#start += bytes.toString('latin1')
  }

  /** A page or a line of text instead of a response describes itself: a login, a gateway, a notice. */
  get #notJson(): BodyReading {
    const words = errorWords(Buffer.from(this.#start, 'latin1').toString())
    return words === undefined ? notJson : { ...notJson, words }
  }

  get #stream(): EventStreamBody | undefined {
    return this.#reader instanceof EventStreamBody ? this.#reader : undefined
  }
}

/** Enough bytes for the title of a page. */
const latestStart = 4_096

/** How a line of an event stream begins. */
const fieldStart = /^(?:data|event|id|retry)?:/

const eventStreamType = /^\s*text\/event-stream\s*(?:;|,|$)/i
const brace = 0x7b
const bracket = 0x5b
/** White space, and the byte order mark that both forms may begin with. */
const leading = new Set(Buffer.from(' \t\r\n\uFEFF'))

const notJson: BodyReading = { fault: responseFaults.notJson }
const cutOff: BodyReading = { fault: responseFaults.cutOff }
