import { StringDecoder } from 'node:string_decoder'
import {
  createParser,
  type EventSourceMessage,
  type EventSourceParser,
  type ParseError,
} from 'eventsource-parser'
import { defaultLimits } from '../../cluster/response-limits.ts'
import { errorWords } from '../../servers/error-words.ts'
import type { BodyReader, BodyReading } from './body-reader.ts'
import { readCompletion } from './completion.ts'
import { responseFaults } from './response-faults.ts'
import { hasUsage, readUsage, type TokenUsage } from './token-usage.ts'

/**
 * A body of server-sent events (WHATWG HTML, 9.2.6), as OpenAI's API streams completions: a JSON object
 * an event, and `[DONE]` at the end.
 */
export class EventStreamBody implements BodyReader {
  firstTokenMs: number | undefined
  readonly tokenGapsMs: number[] = []
  /** Whether any event was read. */
  hasEvents = false
  readonly #decoder = new StringDecoder('utf8')
  readonly #parser: EventSourceParser
  #nowMs = 0
  #lastTokenMs = 0
  #chunks = 0
  #usage: TokenUsage | undefined
  #fault: string | undefined
  #words: string | undefined
  #isBroken = false
  /** `[DONE]` was read, or a choice said why it ended. */
  #isComplete = false
  #hasChoices = false

  /** @param mostBytes of one event, and of one of its lines: what is longer is no chunk of a completion */
  constructor(mostBytes = defaultLimits.eventBytes) {
    this.#parser = createParser({
      onEvent: (event) => this.#event(event),
      onError: (error) => this.#unknown(error),
      maxBufferSize: mostBytes,
    })
  }

  take(bytes: Buffer, nowMs: number): void {
    this.#nowMs = nowMs
    this.#feed(this.#decoder.write(bytes))
  }

  end(): BodyReading {
    // The line ends after the last event are left out by some.
    this.#feed('\n\n')
    const fault = this.#fault ?? this.#faultAtEnd()
    const { inputTokens, outputTokens, cachedTokens } = this.#usage ?? notCounted
    return {
      fault,
      words: this.#words,
      inputTokens,
      // Text of no token cannot be: each chunk that held text is one at least.
      outputTokens: outputTokens === 0 ? this.#chunks : outputTokens,
      cachedTokens,
      chunks: this.#chunks,
    }
  }

  #feed(text: string): void {
    if (!this.#isBroken && text !== '') this.#parser.feed(text)
  }

  #faultAtEnd(): string | undefined {
    // Not every server ends a stream with `[DONE]`, but each says why a choice ended.
    if (!this.#isComplete) return responseFaults.cutOff
    if (!this.#hasChoices) return responseFaults.noChoices
    return this.#chunks > 0 || this.#usage?.outputTokens ? undefined : responseFaults.empty
  }

  #event({ event, data }: EventSourceMessage): void {
    this.hasEvents = true
    const text = data.trim()
    if (text === '') return
    if (text === '[DONE]') {
      this.#isComplete = true
      return
    }
    if (event === 'error') this.#fail(responseFaults.errorInStream, text)
    const value = parse(text)
    if (value === undefined) this.#fail(responseFaults.eventNotJson, text)
    else this.#chunk(value, text)
  }

  #chunk(value: unknown, text: string): void {
    const { fault, hasChoices, hasContent, isFinished } = readCompletion(value)
    if (fault !== undefined) {
      this.#fail(fault === responseFaults.error ? responseFaults.errorInStream : fault, text)
    }
    if (hasUsage(value)) this.#usage = readUsage(value)
    this.#hasChoices ||= hasChoices
    this.#isComplete ||= isFinished
    if (hasContent) this.#token()
  }

  #token(): void {
    this.#chunks += 1
    if (this.firstTokenMs === undefined) this.firstTokenMs = this.#nowMs
    else this.tokenGapsMs.push(this.#nowMs - this.#lastTokenMs)
    this.#lastTokenMs = this.#nowMs
  }

  /** A line that the specification ignores may still say that the generation failed. */
  #unknown({ type, field, line = '' }: ParseError): void {
    if (type === 'max-buffer-size-exceeded') {
      this.#isBroken = true
      this.#fault ??= responseFaults.eventTooLong
    }
    // `error: {...}` of older llama.cpp servers, and a bare object without `data:`.
    const isBare = line.startsWith('{') && readCompletion(parse(line)).fault !== undefined
    if (field !== 'error' && !isBare) return
    this.#fail(responseFaults.errorInStream, isBare ? line : line.replace(/^error:\s*/, ''))
  }

  /** The first fault is the one that counts. */
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
