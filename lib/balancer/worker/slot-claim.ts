/** How long after a refusal one more slot is tried again. */
const recoveryMs = 5_000

/**
 * How many requests a worker takes at once, where it has refused some as busy that the cluster file says
 * it takes: as many as it had when it refused one more, and one more each time that it has refused none for a while.
 */
export class SlotClaim {
  readonly claimed: number
  #known: number | undefined
  #refusedMs = Number.NEGATIVE_INFINITY

  constructor(claimed: number) {
    this.claimed = claimed
  }

  slots(nowMs: number): number {
    if (this.#known === undefined) return this.claimed
    const recovered = Math.floor((nowMs - this.#refusedMs) / recoveryMs)
    return Math.min(this.claimed, this.#known + recovered)
  }

  /**
   * It refused a request while it had others.
   * @param others at least 1
   * @returns whether that is the first sign that it takes fewer than claimed, or that it takes fewer than known
   */
  refused(others: number, nowMs: number): boolean {
    const before = this.slots(nowMs)
    const known = this.#known
    this.#known = Math.min(before, others)
    this.#refusedMs = nowMs
    return known === undefined ? this.#known < this.claimed : this.#known < known
  }
}
