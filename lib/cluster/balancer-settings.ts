/** How requests are spread over the workers: what the cluster file says, with the defaults filled in. */
export interface BalancerSettings {
  /** The name of the rule by which workers are chosen. */
  readonly strategy: string
  /** Requests that may wait for a slot. */
  readonly maxQueue: number
  readonly queueTimeoutMs: number
  /** From a request's arrival to its end. */
  readonly timeoutMs: number
  /** The longest silence within a response. */
  readonly idleTimeoutMs: number
  readonly connectTimeoutMs: number
  /** How often one request may be sent again. */
  readonly retries: number
  /** Retries per request over all requests, from 0 to 1. */
  readonly retryBudget: number
  /** Whether completions count as safe to send again. */
  readonly retryCompletions: boolean
  /** Undefined: no hedging. */
  readonly hedgeAfterMs?: number
  /** Until a returned worker has all of its slots again. */
  readonly slowStartMs: number
  /** The longest that a worker may ask to be left alone (`Retry-After`). */
  readonly maxRetryAfterMs: number
  readonly health: HealthSettings
  readonly circuit: CircuitSettings
}

/** How workers are probed beside their requests. */
export interface HealthSettings {
  /** 0: no probes. */
  readonly intervalMs: number
  readonly timeoutMs: number
  /** Undefined: by the worker's type. */
  readonly path?: string
  /** Failed probes in a row that make a worker count as down. */
  readonly failures: number
  /** How long a worker with requests in flight may leave probes without a response. Undefined: by its type. */
  readonly silentWhileBusyMs?: number
}

/**
 * When a worker that fails is taken out, and for how long.
 * @example
 * const circuit: CircuitSettings = { ...defaults.circuit, failures: 3, openForMs: 5_000 }
 */
export interface CircuitSettings {
  /** Failures in a row that eject a worker. */
  readonly failures: number
  /** Share of failures within the window that ejects it, from 0 to 1. */
  readonly failureRate: number
  readonly windowMs: number
  readonly minRequests: number
  readonly openForMs: number
  readonly maxOpenForMs: number
}
