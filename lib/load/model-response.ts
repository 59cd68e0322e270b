/** What came back for one request, seen by whoever sent it. Times are those of `performance.now()`. */
export interface ModelResponse {
  /**
   * Whether it is a successful response: status 200, and a body that came to its end with text, reasoning, a refusal
   * or a tool call, without an error.
   */
  readonly isValid: boolean
  readonly status?: number
  /** What is wrong with it, in a few words: an error's code, a status, a fault of the body. */
  readonly fault?: string
  /** What the server says of it itself, on one line, secrets hidden. */
  readonly words?: string | undefined
  /** When the caller may try again, where the balancer refused it. */
  readonly retryAfterMs?: number
  /** The number under which the balancer knows it; undefined where no balancer was asked. */
  readonly requestId?: number
  /** When it was handed over to be sent. */
  readonly startMs: number
  /** Requests of its sender in flight when it was sent, itself included. */
  readonly inFlight?: number
  /**
   * When a balancer took it, or else a connection; later than `startMs` by what it waited for one of
   * the client's own. Undefined where none did.
   */
  readonly sentMs?: number | undefined
  readonly endMs: number
  /** When the first chunk of text came; of streams alone, since else all text comes at once. */
  readonly firstTokenMs?: number
  /** Between one chunk of text and the next, of streams. */
  readonly tokenGapsMs?: readonly number[]
  /** As the worker counts them; undefined where it does not, or where its count cannot be. */
  readonly outputTokens?: number | undefined
  readonly inputTokens?: number | undefined
  /** Of the input, those that the worker took from a cache of earlier prompts. */
  readonly cachedTokens?: number | undefined
  /** Whether those are of a text that was never sent before; undefined where nobody can tell. */
  readonly isCacheHit?: boolean | undefined
  /** How many chunks of a stream held text; a chunk may hold several tokens. */
  readonly chunks?: number | undefined
}
