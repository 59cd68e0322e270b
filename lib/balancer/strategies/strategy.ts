/** A worker as a strategy sees it. */
export interface Candidate {
  readonly id: string
  /** Slots it may use now: fewer than its own while it starts slowly. */
  readonly slots: number
  /** Requests in flight on it; below `slots` if it is among the workers to pick from. */
  readonly inFlight: number
  /** Its configured weight; its slots if the cluster file has none. */
  readonly weight: number
  /** Requests in flight by its own report, including those of others; undefined: not reported. */
  readonly reportedInFlight?: number
}

/** A request as a strategy sees it. */
export interface RequestView {
  /** Path and query, without the worker's base path. */
  readonly path: string
  /** Session or prompt prefix, which later requests of the same conversation share; undefined: unknown. */
  readonly affinityKey: string | undefined
}

/** How one attempt on a worker ended. */
export interface Observation {
  readonly workerId: string
  readonly nowMs: number
  /** From the moment the slot was taken to the end of the response. */
  readonly durationMs: number
  /** Whether the worker served it. A failure may make a worker look slower, never faster. */
  readonly isOk: boolean
  /** Requests in flight on it when this one began, itself included. */
  readonly inFlight: number
}

/**
 * Decides which of the workers with a free slot gets a request.
 * @example
 * const first: Strategy = { name: 'first', pick: (free) => free[0]! }
 */
export interface Strategy {
  readonly name: string
  /** Whether it uses `reportedInFlight`, so that the probes request it. */
  readonly usesReportedLoad?: boolean
  /**
   * Picks one of `free`, which is never empty.
   * @param rotation all workers that accept requests now, including those without a free slot
   */
  pick(free: readonly Candidate[], request: RequestView, rotation: readonly Candidate[]): Candidate
  /** Learns from an attempt that has ended. */
  observe?(observation: Observation): void
  /** Removes a worker that has left. */
  forget?(workerId: string): void
  /**
   * Whether a waiting request should get the slot that became free on this worker before the requests ahead
   * of it; the queue limits how often a request is overtaken. Absent: strictly first in, first out.
   */
  prefers?(candidate: Candidate, request: RequestView, rotation: readonly Candidate[]): boolean
}

/** Clock and randomness are arguments, so that a run can be repeated exactly. */
export interface StrategyTools {
  /** Milliseconds of a monotonic clock. */
  readonly nowMs: () => number
  /** From 0 to below 1. */
  readonly random: () => number
}

export type StrategyFactory = (tools: StrategyTools) => Strategy
