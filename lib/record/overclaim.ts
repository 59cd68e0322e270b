/** A worker that refused a request as busy while it had fewer in flight than the cluster file claims. */
export interface Overclaim {
  readonly worker: string
  /** Its `type` in the cluster file, of a simulated one that which it imitates: remedies differ by it. */
  readonly workerType: string
  readonly model?: string
  /** Requests that it had in flight when it refused another one; the fewest. */
  readonly accepted: number
  /** `max_concurrent_requests` of the cluster file. */
  readonly claimed: number
  /** HTTP status of the refusal. */
  readonly status: number
  /** What the worker said of it itself, on one line, secrets hidden; absent: nothing. */
  readonly words?: string
}
