/** The result of one request, from the client's point of view. Times are those of `performance.now()`. */
export interface ModelResponse {
  /**
   * Whether it is a successful response: status 200, and a complete body with text, reasoning, a refusal or
   * a tool call, without an error.
   */
  readonly isValid: boolean
  readonly status?: number
  /** Its fault, in a few words: an error's code, a status, a fault of the body. */
  readonly fault?: string
  /** The server's error message, on one line, with secrets masked. */
  readonly words?: string | undefined
  /** When the caller may retry, if the balancer rejected it. */
  readonly retryAfterMs?: number
  /** The balancer's id of the request; undefined without a balancer. */
  readonly requestId?: number
  /** When it was passed to the dispatcher. */
  readonly startMs: number
  /** Requests of its sender in flight when it was sent, itself included. */
  readonly inFlight?: number
  /**
   * When a balancer took it, or else a connection; later than `startMs` by the wait for a connection of the
   * client. Undefined if none did.
   */
  readonly sentMs?: number | undefined
  readonly endMs: number
  /** When the first chunk of text arrived; for streams only, because otherwise all text arrives at once. */
  readonly firstTokenMs?: number
  /** Between one chunk of text and the next, for streams. */
  readonly tokenGapsMs?: readonly number[]
  /** As the worker counts them; undefined if it does not, or if its count is implausible. */
  readonly outputTokens?: number | undefined
  readonly inputTokens?: number | undefined
  /** Input tokens that the worker took from a cache of earlier prompts. */
  readonly cachedTokens?: number | undefined
  /** Whether those belong to a text that was never sent before; undefined if unknown. */
  readonly isCacheHit?: boolean | undefined
  /** Number of chunks of a stream with text; a chunk may have several tokens. */
  readonly chunks?: number | undefined
}
