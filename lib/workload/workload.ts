/** One request of a workload, as it is sent. */
export interface WorkloadRequest {
  readonly path: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  /** How many tokens its response may have, all choices together; undefined: no limit that is known. */
  readonly maxTokens?: number | undefined
  /** Characters of its messages that no other request begins with; undefined where others begin alike on purpose. */
  readonly ownCharacters?: number | undefined
  /** Its prompts were to begin as no others do, and cannot: nothing can be in front of them. */
  readonly isRepeated?: boolean
}

/** Requests by their number: the same number always gives the same request. */
export interface Workload {
  readonly name: string
  /** Of all that decides what is sent: equal hashes send equal requests. */
  readonly hash: string
  /** How many requests it has before it begins again; undefined: no end. A matrix of 100 × 5 has 500. */
  readonly size?: number
  /** What beginnings of prompts have in common, as reports call it: `cold`, `cold by document`, `warm`, `shared 512`. */
  readonly prefix?: string
  /** Whether some prompts of a `cold` workload are sent again as they are, since nothing can be in front of them. */
  readonly hasRepeatedPrompts?: true
  /** @param index a whole number from 0 */
  request(index: number): WorkloadRequest
  /**
   * The same requests for one more load: unless the workload asks for something else, their prompts begin
   * as none did that was sent before, so that no cache of prefixes helps. Absent: there is no such thing.
   */
  fresh?(): Workload
}

/** What a check decides about the requests of any workload. */
export interface WorkloadOptions {
  /** Maximum tokens per response, in tokens, or no limit; undefined: as the workload says. */
  readonly maxTokens?: number | 'none' | undefined
  /** Undefined: as the workload says. */
  readonly isStreamed?: boolean | undefined
  /** Which session a request belongs to; undefined: each stands for itself. */
  readonly sessionOf?: ((index: number) => string) | undefined
}
