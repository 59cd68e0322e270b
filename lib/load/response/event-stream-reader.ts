/** Receives the events of one stream, in order. */
export interface EventSink {
  /**
   * Called at the beginning of an event.
   * @returns the offset after an event that it has read from the bytes itself, or -1 to have it parsed
   */
  takeKnown(bytes: Buffer, at: number): number
  /**
   * @param name of the event's type, empty without one
   * @param raw the bytes of an event of one `data` line with its line ends, if they arrived together; they
   * change after the call
   */
  takeEvent(name: string, data: string, raw: Buffer | undefined): void
  /** A line whose field the specification does not know, and ignores. */
  takeUnknown(field: string, line: string): void
  /** A line, or the data of an event, is too long: nothing follows. */
  tooLong(): void
}

/**
 * Splits a stream of server-sent events (WHATWG HTML, 9.2.6), whose bytes may be split anywhere. Lines are
 * found as bytes; only what the sink does not read from the bytes becomes text. `id` and `retry` are
 * irrelevant for a completion, and are skipped.
 */
export class EventStreamReader {
  readonly #sink: EventSink
  readonly #maxBytes: number
  /** The beginning of an incomplete line. */
  readonly #parts: Buffer[] = []
  #partBytes = 0
  /** A line ended with CR: an LF that follows belongs to it. */
  #skipsLineFeed = false
  /**
   * Offset of the next CR in these bytes, searched for once, because few servers send any; -1: there is
   * none.
   */
  #return = -1
  #name = ''
  #data = ''
  #dataLines = 0
  /**
   * Offset of the event of this line in these bytes; -1: before them, or it has other lines than one of
   * data.
   */
  #start = -1
  #isOver = false

  /** @param mostBytes of a line, and of the data of an event */
  constructor(sink: EventSink, maxBytes: number) {
    this.#sink = sink
    this.#maxBytes = maxBytes
  }

  read(bytes: Buffer): void {
    let at = this.#skipsLineFeed && bytes[0] === lf ? 1 : 0
    if (bytes.length > 0) this.#skipsLineFeed = false
    this.#start = -1
    this.#return = bytes.indexOf(cr)
    while (at < bytes.length && !this.#isOver) {
      at = this.#isBetweenEvents ? this.#readEvent(bytes, at) : this.#readLine(bytes, at)
    }
  }

  /** Some omit the line ends after the last event: it counts. */
  end(): void {
    if (this.#isOver) return
    this.#start = -1
    if (this.#partBytes > 0) this.#takeLine(this.#whole(nothing, 0, 0), nothing, 0)
    this.#dispatch(undefined)
  }

  get #isBetweenEvents(): boolean {
    return this.#partBytes === 0 && this.#dataLines === 0 && this.#name === ''
  }

  #readEvent(bytes: Buffer, at: number): number {
    const behind = this.#sink.takeKnown(bytes, at)
    if (behind !== -1) return behind
    this.#start = at
    return this.#readLine(bytes, at)
  }

  /** @returns the offset after its line end, or the end of the bytes */
  #readLine(bytes: Buffer, at: number): number {
    if (this.#return !== -1 && this.#return < at) this.#return = bytes.indexOf(cr, at)
    const lineFeed = bytes.indexOf(lf, at)
    const isByReturn = this.#return !== -1 && (lineFeed === -1 || this.#return < lineFeed)
    const end = isByReturn ? this.#return : lineFeed
    if (end === -1) {
      this.#keep(bytes.subarray(at))
      return bytes.length
    }
    const behind = end + (isByReturn && bytes[end + 1] === lf ? 2 : 1)
    this.#skipsLineFeed = isByReturn && behind === bytes.length && behind === end + 1
    this.#takeLine(this.#whole(bytes, at, end), bytes, behind)
    return behind
  }

  #keep(part: Buffer): void {
    this.#partBytes += part.length
    if (this.#checkLength(this.#partBytes)) this.#parts.push(Buffer.from(part))
  }

  /** A line that ends here, as text; empty if it is too long. */
  #whole(bytes: Buffer, from: number, to: number): string {
    if (!this.#checkLength(this.#partBytes + to - from)) return ''
    if (this.#partBytes === 0) return bytes.toString('utf8', from, to)
    this.#parts.push(bytes.subarray(from, to))
    const line = Buffer.concat(this.#parts).toString()
    this.#parts.length = 0
    this.#partBytes = 0
    return line
  }

  #checkLength(lineBytes: number): boolean {
    if (lineBytes + this.#data.length <= this.#maxBytes) return true
    this.#isOver = true
    this.#sink.tooLong()
    return false
  }

  /** @param behind the offset after its line end */
  #takeLine(line: string, bytes: Buffer, behind: number): void {
    if (this.#isOver) return
    if (line === '') {
      this.#dispatch(this.#start === -1 ? undefined : bytes.subarray(this.#start, behind))
      return
    }
    const colon = line.indexOf(':')
    const field = colon === -1 ? line : line.slice(0, colon)
    if (field === 'data') {
      const value = valueIn(line, colon)
      this.#data = this.#dataLines === 0 ? value : `${this.#data}\n${value}`
      this.#dataLines += 1
      if (this.#dataLines > 1) this.#start = -1
      return
    }
    this.#start = -1
    if (field === 'event') this.#name = valueIn(line, colon)
    else if (!ignored.has(field)) this.#sink.takeUnknown(field, line)
  }

  #dispatch(raw: Buffer | undefined): void {
    const [name, data, hasData] = [this.#name, this.#data, this.#dataLines > 0]
    this.#name = ''
    this.#data = ''
    this.#dataLines = 0
    this.#start = -1
    if (hasData) this.#sink.takeEvent(name, data, raw)
  }
}

const [cr, lf] = [13, 10]
const nothing = Buffer.alloc(0)
/** An empty name is a comment. */
const ignored = new Set(['', 'id', 'retry'])

/** One space after the colon belongs to neither. */
function valueIn(line: string, colon: number): string {
  if (colon === -1) return ''
  return line.slice(line.charCodeAt(colon + 1) === 32 ? colon + 2 : colon + 1)
}
