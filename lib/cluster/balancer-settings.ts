/** How requests are distributed to the workers: the settings of the cluster file with defaults. */
export interface BalancerSettings {
  /** The name of the strategy. */
  readonly strategy: string
  /** Maximum number of requests that wait for a slot. */
  readonly maxQueue: number
  readonly queueTimeoutMs: number
  /** Milliseconds from a request's arrival to its end. */
  readonly timeoutMs: number
  /** The longest silence within a response, in milliseconds. */
  readonly idleTimeoutMs: number
  readonly connectTimeoutMs: number
  /** How often one request may be resent. */
  readonly retries: number
  /** Retries per request over all requests, from 0 to 1. */
  readonly retryBudget: number
  /** Whether completions may be resent. */
  readonly retryCompletions: boolean
  /** Undefined: no hedging. */
  readonly hedgeAfterMs?: number
  /** Milliseconds until a returned worker has all of its slots again. */
  readonly slowStartMs: number
  /** The longest pause that a worker may ask for (`Retry-After`), in milliseconds. */
  readonly maxRetryAfterMs: number
  readonly health: HealthSettings
  readonly circuit: CircuitSettings
}

/** How workers are probed, in addition to their requests. */
export interface HealthSettings {
  /** 0: no probes. */
  readonly intervalMs: number
  readonly timeoutMs: number
  /** Undefined: the path of the worker's type. */
  readonly path?: string
  /** Failed probes in a row that make a worker count as down. */
  readonly failures: number
  /**
   * How long a worker with requests in flight may leave probes without a response, in milliseconds.
   * Undefined: by its type.
   */
  readonly silentWhileBusyMs?: number
}

/**
 * When a failing worker is ejected, and for how long.
 * @example
 * const circuit: CircuitSettings = { ...defaults.circuit, failures: 3, openForMs: 5_000 }
 */
export interface CircuitSettings {
  /** Failures in a row that eject a worker. */
  readonly failures: number
  /** Share of failures within the window that ejects a worker, from 0 to 1. */
  readonly failureRate: number
  readonly windowMs: number
  readonly minRequests: number
  readonly openForMs: number
  readonly maxOpenForMs: number
}
