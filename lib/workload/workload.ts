/** One request of a workload, ready to be sent. */
export interface WorkloadRequest {
  readonly path: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  /** Token limit of its response, all choices together; undefined: no known limit. */
  readonly maxTokens?: number | undefined
  /** Characters of its messages after any shared prefix; undefined if others share it on purpose. */
  readonly ownCharacters?: number | undefined
  /** Its prompts should have unique prefixes, and cannot: there is no text for them. */
  readonly isRepeated?: boolean
}

/** Requests by their number: the same number always gives the same request. */
export interface Workload {
  readonly name: string
  /** Hash of everything that is sent: equal hashes send equal requests. */
  readonly hash: string
  /** Number of requests before it repeats; undefined: endless. A matrix of 100 × 5 has 500. */
  readonly size?: number
  /** The kind of prompt prefixes, as in reports: `cold`, `cold by document`, `warm`, `shared 512`. */
  readonly prefix?: string
  /**
   * Whether some prompts of a `cold` workload are resent unchanged, because they have no text for a prefix.
   */
  readonly hasRepeatedPrompts?: true
  /** @param index an integer from 0 */
  request(index: number): WorkloadRequest
  /**
   * The same requests for one more load: unless the workload is configured otherwise, their prompts have
   * prefixes that were never sent before, so that no prefix cache helps. Absent: not supported.
   */
  fresh?(): Workload
}

/** Settings of a check for the requests of any workload. */
export interface WorkloadOptions {
  /** Maximum tokens per response, or no limit; undefined: that of the workload. */
  readonly maxTokens?: number | 'none' | undefined
  /** Undefined: that of the workload. */
  readonly isStreamed?: boolean | undefined
  /** The session of a request; undefined: none. */
  readonly sessionOf?: ((index: number) => string) | undefined
}
