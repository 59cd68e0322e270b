import type { ModelResponse } from '../model-response.ts'

/** What a driver may use: it decides when requests start, and nothing else. */
export interface DriverContext {
  /**
   * Sends the request of this number and resolves at the end of its response; never rejects.
   * @param intendedMs when it was meant to start, by `performance.now()`; latency counts from there
   */
  send(index: number, intendedMs: number): Promise<ModelResponse>
  /** No new request starts after it; what is in flight is ended by the sender. */
  readonly signal: AbortSignal
}

/** What a driver did. */
export interface DriverResult {
  readonly startMs: number
  /** When the last response had ended. */
  readonly endMs: number
  readonly started: number
  /** Were due, and not started because too many were in flight (k6's dropped iterations). */
  readonly dropped: number
}

/** Decides when the requests of a load start, and returns once all have ended. One file per kind. */
export interface Driver {
  readonly kind: 'closed' | 'open' | 'stages' | 'batch' | 'replay'
  /** How many requests it means to send; undefined where time decides. */
  readonly planned?: number
  run(context: DriverContext): Promise<DriverResult>
}
