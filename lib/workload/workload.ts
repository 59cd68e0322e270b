/** One request of a workload, as it is sent. */
export interface WorkloadRequest {
  readonly path: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  /** How many tokens its response may have, all choices together; undefined: no limit that is known. */
  readonly maxTokens?: number | undefined
}

/** Requests by their number: the same number always gives the same request. */
export interface Workload {
  readonly name: string
  /** Of all that decides what is sent: equal hashes send equal requests. */
  readonly hash: string
  /** How many requests it has before it begins again; undefined: no end. A matrix of 100 × 5 has 500. */
  readonly size?: number
  /** @param index a whole number from 0 */
  request(index: number): WorkloadRequest
}

/** What a check decides about the requests of any workload. */
export interface WorkloadOptions {
  /** How long each answer may be, in tokens; undefined: as the workload says. */
  readonly maxTokens?: number | undefined
  /** Undefined: as the workload says. */
  readonly isStreamed?: boolean | undefined
  /** Which session a request belongs to; undefined: each stands for itself. */
  readonly sessionOf?: ((index: number) => string) | undefined
}
