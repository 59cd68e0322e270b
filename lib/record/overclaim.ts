/** A worker that refused a request as busy with fewer in flight than the cluster file claims. */
export interface Overclaim {
  readonly worker: string
  /** Its `type` in the cluster file, for a simulated one the imitated type: remedies depend on it. */
  readonly workerType: string
  readonly model?: string
  /** The smallest number of requests that it had in flight when it refused another one. */
  readonly accepted: number
  /** `max_concurrent_requests` of the cluster file. */
  readonly claimed: number
  /** HTTP status of the refusal. */
  readonly status: number
  /** The worker's error message, on one line, with secrets masked; absent: none. */
  readonly words?: string
}
