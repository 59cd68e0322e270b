import type { ModelResponse } from '../model-response.ts'

/** The interface of a driver to the sender: it only decides when requests start. */
export interface DriverContext {
  /**
   * Sends the request of this number and resolves at the end of its response; never rejects.
   * @param intendedMs when it was meant to start, by `performance.now()`; latency counts from there
   */
  send(index: number, intendedMs: number): Promise<ModelResponse>
  /** No new request starts after it; the sender ends requests in flight. */
  readonly signal: AbortSignal
}

/** Counts of a driver. */
export interface DriverResult {
  readonly startMs: number
  /** When the last response had ended. */
  readonly endMs: number
  readonly started: number
  /** Number that were due, and not started because too many were in flight (k6's dropped iterations). */
  readonly dropped: number
  /** It ended early, because no request succeeded. */
  readonly hasGivenUp?: true
}

/** Decides when the requests of a load start, and returns once all have ended. One file per kind. */
export interface Driver {
  readonly kind: 'closed' | 'open' | 'stages' | 'batch' | 'replay'
  /** Planned number of requests; undefined if time decides. */
  readonly planned?: number
  run(context: DriverContext): Promise<DriverResult>
}
