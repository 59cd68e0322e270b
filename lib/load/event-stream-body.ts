import { StringDecoder } from 'node:string_decoder'
import { type BodyReader, type BodyReading, tokensOf } from './answer-body.ts'

/** A piece of a streamed answer, as far as it matters here. */
interface Piece {
  readonly choices?: unknown
  readonly usage?: unknown
  readonly error?: unknown
}

interface Delta {
  readonly content?: unknown
  /** What reasoning models say to themselves, by two names in use. */
  readonly reasoning_content?: unknown
  readonly reasoning?: unknown
  readonly tool_calls?: unknown
}

/**
 * A body of server-sent events (WHATWG HTML, 9.2.6), as OpenAI's API streams completions: one JSON
 * object per `data:` line, and `[DONE]` at the end.
 */
export class EventStreamBody implements BodyReader {
  firstTokenMs: number | undefined
  readonly tokenGapsMs: number[] = []
  readonly #decoder = new StringDecoder('utf8')
  #rest = ''
  #lastChunkMs = 0
  #lastTokenMs = 0
  #pieces = 0
  #usage: BodyReading = {}
  #fault: string | undefined
  #isDone = false
  #hasChoice = false

  take(chunk: Buffer, nowMs: number): void {
    this.#lastChunkMs = nowMs
    const text = this.#rest + this.#decoder.write(chunk)
    let from = 0
    let to = text.indexOf('\n')
    while (to !== -1) {
      if (text.startsWith('data:', from)) this.#event(text.slice(from + 5, to).trim(), nowMs)
      from = to + 1
      to = text.indexOf('\n', from)
    }
    this.#rest = text.slice(from)
  }

  end(): BodyReading {
    // The line end after the last event is left out by some.
    this.take(lineEnd, this.#lastChunkMs)
    const { inputTokens, outputTokens = this.#pieces } = this.#usage
    return { fault: this.#fault ?? this.#faultAtEnd(), inputTokens, outputTokens }
  }

  #faultAtEnd(): string | undefined {
    // Every server ends a stream of completions so; without it, it was cut off.
    if (!this.#isDone) return 'a stream without its end'
    return this.#hasChoice ? undefined : 'a stream without a choice'
  }

  #event(data: string, nowMs: number): void {
    if (data === '[DONE]') {
      this.#isDone = true
      return
    }
    let piece: Piece
    try {
      piece = JSON.parse(data)
    } catch {
      this.#fault ??= 'an event that is no JSON'
      return
    }
    if (piece?.error) this.#fault ??= 'an error in the middle of a stream'
    if (piece?.usage) this.#usage = tokensOf(piece.usage)
    const choices = piece?.choices
    if (!Array.isArray(choices)) return
    this.#hasChoice ||= choices.length > 0
    if (choices.some(hasText)) this.#token(nowMs)
  }

  #token(nowMs: number): void {
    this.#pieces += 1
    if (this.firstTokenMs === undefined) this.firstTokenMs = nowMs
    else this.tokenGapsMs.push(nowMs - this.#lastTokenMs)
    this.#lastTokenMs = nowMs
  }
}

const lineEnd = Buffer.from('\n')

interface Choice {
  readonly delta?: Delta | null
  readonly text?: unknown
}

/** The first piece of a chat names only the role: that is no token. */
function hasText(choice: Choice | null): boolean {
  if (typeof choice?.text === 'string') return choice.text !== ''
  if (!choice?.delta) return false
  const { content, reasoning_content, reasoning, tool_calls: calls } = choice.delta
  const isCall = Array.isArray(calls) && calls.length > 0
  return isText(content) || isText(reasoning_content) || isText(reasoning) || isCall
}

function isText(said: unknown): boolean {
  return typeof said === 'string' && said !== ''
}
