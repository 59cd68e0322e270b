/** How long after a refusal one more slot is tried again. */
const recoveryMs = 5_000

/** A request that a worker refused as busy while it had others in flight. */
export interface SlotRefusal {
  /** How many others it had. */
  readonly accepted: number
  /** `max_concurrent_requests` of the cluster file. */
  readonly claimed: number
  /** Whether it is the first sign that the worker accepts fewer than claimed, or than known. */
  readonly isNews: boolean
}

/**
 * How many requests a worker accepts at once, if it refused some within its claimed slots as busy: as many
 * as it had when it refused one more, and one more each time that it has refused none for a while.
 */
export class SlotClaim {
  readonly claimed: number
  #known: number | undefined
  #refusedMs = Number.NEGATIVE_INFINITY

  readonly #onChange: () => void

  /** @param onChange called when its slots have changed, other than by time alone */
  constructor(claimed: number, onChange: () => void = () => undefined) {
    this.claimed = claimed
    this.#onChange = onChange
  }

  slots(nowMs: number): number {
    if (this.#known === undefined) return this.claimed
    const recovered = Math.floor((nowMs - this.#refusedMs) / recoveryMs)
    return Math.min(this.claimed, this.#known + recovered)
  }

  /** The refusal had another reason. */
  forget(): void {
    this.#known = undefined
    this.#onChange()
  }

  /**
   * It refused a request while it had others.
   * @param others at least 1
   */
  refused(others: number, nowMs: number): SlotRefusal {
    const before = this.slots(nowMs)
    const known = this.#known
    this.#known = Math.min(before, others)
    this.#refusedMs = nowMs
    this.#onChange()
    const isNews = known === undefined ? this.#known < this.claimed : this.#known < known
    return { accepted: others, claimed: this.claimed, isNews }
  }
}
