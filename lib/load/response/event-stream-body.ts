import { defaultLimits } from '../../cluster/response-limits.ts'
import { errorWords } from '../../servers/error-words.ts'
import type { BodyReader, BodyReading } from './body-reader.ts'
import { readCompletion } from './completion.ts'
import { type EventSink, EventStreamReader } from './event-stream-reader.ts'
import { responseFaults } from './response-faults.ts'
import { TokenPattern } from './token-pattern.ts'
import { hasUsage, readUsage, type TokenUsage } from './token-usage.ts'

/**
 * A body of server-sent events (WHATWG HTML, 9.2.6), as OpenAI's API streams completions: a JSON object
 * an event, and `[DONE]` at the end.
 */
export class EventStreamBody implements BodyReader, EventSink {
  firstTokenMs: number | undefined
  readonly tokenGapsMs: number[] = []
  /** Whether any event was read. */
  hasEvents = false
  readonly #reader: EventStreamReader
  #pattern: TokenPattern | undefined
  /** Arrival time of the bytes that are being read. */
  #view: DataView | undefined
  #nowMs = 0
  #lastTokenMs = 0
  #chunks = 0
  #usage: TokenUsage | undefined
  #fault: string | undefined
  #words: string | undefined
  /** `[DONE]` was read, or a choice had a `finish_reason`. */
  #isComplete = false
  #hasChoices = false

  /** @param mostBytes of one event, and of one of its lines: a longer one is not a chunk of a completion */
  constructor(maxBytes = defaultLimits.eventBytes) {
    this.#reader = new EventStreamReader(this, maxBytes)
  }

  take(bytes: Buffer, nowMs: number): void {
    this.#nowMs = nowMs
    this.#reader.read(bytes)
    this.#view = undefined
  }

  end(): BodyReading {
    this.#reader.end()
    const fault = this.#fault ?? this.#faultAtEnd()
    const { inputTokens, outputTokens, cachedTokens } = this.#usage ?? notCounted
    return {
      fault,
      words: this.#words,
      inputTokens,
      // Text without tokens is impossible: each chunk with text is one at least.
      outputTokens: outputTokens === 0 ? this.#chunks : outputTokens,
      cachedTokens,
      chunks: this.#chunks,
    }
  }

  takeKnown(bytes: Buffer, at: number): number {
    const pattern = this.#pattern
    if (!pattern) return -1
    this.#view ??= new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    const behind = pattern.match(bytes, this.#view, at)
    if (behind !== -1 && pattern.hasContent) this.#token()
    return behind
  }

  takeEvent(name: string, data: string, raw: Buffer | undefined): void {
    this.hasEvents = true
    const text = data.trim()
    if (text === '') return
    if (text === '[DONE]') {
      this.#isComplete = true
      return
    }
    if (name === 'error') this.#fail(responseFaults.errorInStream, text)
    const value = parse(text)
    if (value === undefined) this.#fail(responseFaults.eventNotJson, text)
    else this.#chunk(value, text, raw)
  }

  /** A line that the specification ignores may still report that the generation failed. */
  takeUnknown(field: string, line: string): void {
    // `error: {...}` of older llama.cpp servers, and a bare object without `data:`.
    const isBare = line.startsWith('{') && readCompletion(parse(line)).fault !== undefined
    if (field !== 'error' && !isBare) return
    this.#fail(responseFaults.errorInStream, isBare ? line : line.replace(/^error:\s*/, ''))
  }

  tooLong(): void {
    this.#fault ??= responseFaults.eventTooLong
  }

  #faultAtEnd(): string | undefined {
    // Not every server ends a stream with `[DONE]`, but each sends a `finish_reason`.
    if (!this.#isComplete) return responseFaults.cutOff
    if (!this.#hasChoices) return responseFaults.noChoices
    return this.#chunks > 0 || this.#usage?.outputTokens ? undefined : responseFaults.empty
  }

  #chunk(value: unknown, text: string, raw: Buffer | undefined): void {
    const { fault, hasChoices, hasContent, isFinished } = readCompletion(value)
    if (fault !== undefined) {
      this.#fail(fault === responseFaults.error ? responseFaults.errorInStream : fault, text)
    }
    if (hasUsage(value)) this.#usage = readUsage(value)
    this.#hasChoices ||= hasChoices
    this.#isComplete ||= isFinished
    if (!hasContent) return
    this.#token()
    if (raw) this.#pattern = TokenPattern.of(raw)
  }

  #token(): void {
    this.#chunks += 1
    if (this.firstTokenMs === undefined) this.firstTokenMs = this.#nowMs
    else this.tokenGapsMs.push(this.#nowMs - this.#lastTokenMs)
    this.#lastTokenMs = this.#nowMs
  }

  /** Only the first fault counts. */
  #fail(fault: string, text: string): void {
    if (this.#fault !== undefined) return
    this.#fault = fault
    this.#words = errorWords(text)
  }
}

const notCounted: Partial<TokenUsage> = {}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
