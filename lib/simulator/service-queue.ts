/** Slots and one first-in first-out queue before them: what a worker really serves at once. */
export class ServiceQueue {
  readonly #slots: number
  readonly #waiting: (() => void)[] = []
  #busy = 0
  #maxBusy = 0

  constructor(slots: number) {
    this.#slots = slots
  }

  get state() {
    return { in_flight: this.#busy, max_in_flight: this.#maxBusy, queued: this.#waiting.length }
  }

  /**
   * Waits for a slot; call what it resolves to when the service ends. Undefined when the caller
   * went away while it waited: then it holds no slot.
   */
  async enter(signal: AbortSignal): Promise<(() => void) | undefined> {
    if (this.#busy >= this.#slots) await this.#turn(signal)
    else this.#busy += 1
    if (signal.aborted) {
      this.#leave()
      return undefined
    }
    this.#maxBusy = Math.max(this.#maxBusy, this.#busy)
    let isHeld = true
    return () => {
      if (isHeld) this.#leave()
      isHeld = false
    }
  }

  /** Resolves with a slot handed over, or without one when the caller goes away. */
  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const give = () => {
        signal.removeEventListener('abort', give)
        this.#waiting.splice(this.#waiting.indexOf(give), 1)
        // One that goes away takes a slot for an instant, which it gives back at once.
        this.#busy += 1
        resolve()
      }
      this.#waiting.push(give)
      signal.addEventListener('abort', give, { once: true })
    })
  }

  #leave(): void {
    this.#busy -= 1
    if (this.#busy < this.#slots) this.#waiting[0]?.()
  }
}
