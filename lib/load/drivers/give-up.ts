/** Fewer failures show nothing: a worker that has just started may refuse its first requests. */
const minFailures = 20
/** A load that fails quickly is over by itself. */
const minMs = 10_000

/**
 * Decides when to give up a closed loop with a number of requests: after ten seconds in which none succeeded
 * and at least 20 failed, two for each in flight. Nothing could be concluded from the rest, and every further
 * request may take the whole queue timeout.
 */
export class GiveUp {
  /** Set once; the loop starts no further request. */
  isDecided = false
  readonly #startMs: number
  readonly #failures: number
  #failed = 0
  #hasSucceeded = false

  constructor(concurrency: number, startMs: number) {
    this.#startMs = startMs
    this.#failures = Math.max(minFailures, 2 * concurrency)
  }

  /** Takes the end of a request; its time is that of `performance.now()`. */
  ended(isValid: boolean, nowMs: number): void {
    if (this.#hasSucceeded) return
    if (isValid) {
      this.#hasSucceeded = true
      return
    }
    this.#failed += 1
    if (this.#failed >= this.#failures && nowMs - this.#startMs >= minMs) this.isDecided = true
  }
}
