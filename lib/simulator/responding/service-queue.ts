/** An entry that waits for a slot, linked to its neighbours in the queue. */
export interface Waiting {
  next: Waiting | undefined
  previous: Waiting | undefined
  /** Called with a slot held, which `leave` frees. */
  start(): void
}

/** Slots and one first-in first-out queue in front of them: how many a worker really serves at once. */
export class ServiceQueue {
  readonly slots: number
  readonly #maxQueue: number
  #first: Waiting | undefined
  #last: Waiting | undefined
  #busy = 0
  #maxBusy = 0
  #queued = 0
  #maxQueued = 0
  #isHandingOver = false

  constructor(slots: number, maxQueue = Number.POSITIVE_INFINITY) {
    this.slots = slots
    this.#maxQueue = maxQueue
  }

  get busy(): number {
    return this.#busy
  }

  get queued(): number {
    return this.#queued
  }

  /** Whether the next to enter would find neither a slot nor a place in the queue. */
  get isFull(): boolean {
    return this.#busy >= this.slots && this.#queued >= this.#maxQueue
  }

  get state() {
    return {
      inFlight: this.#busy,
      maxInFlight: this.#maxBusy,
      queued: this.#queued,
      maxQueued: this.#maxQueued,
    }
  }

  /** Starts it, or lets it wait after all others. */
  enter(waiting: Waiting): void {
    if (this.#queued === 0 && this.#busy < this.slots) {
      this.#start(waiting)
      return
    }
    waiting.previous = this.#last
    if (this.#last) this.#last.next = waiting
    else this.#first = waiting
    this.#last = waiting
    this.#queued += 1
    this.#maxQueued = Math.max(this.#maxQueued, this.#queued)
  }

  /** Removes a waiting entry from the queue. */
  remove(waiting: Waiting): void {
    const { next, previous } = waiting
    if (previous) previous.next = next
    else this.#first = next
    if (next) next.previous = previous
    else this.#last = previous
    waiting.next = undefined
    waiting.previous = undefined
    this.#queued -= 1
  }

  /** Passes a slot on to the first waiting entry. */
  leave(): void {
    this.#busy -= 1
    // An entry that ends as soon as it starts passes its slot on: a loop, not a recursion.
    if (this.#isHandingOver) return
    this.#isHandingOver = true
    while (this.#first && this.#busy < this.slots) {
      const first = this.#first
      this.remove(first)
      this.#start(first)
    }
    this.#isHandingOver = false
  }

  /** Resets the maximum. */
  reset(): void {
    this.#maxBusy = this.#busy
    this.#maxQueued = this.#queued
  }

  #start(waiting: Waiting): void {
    this.#busy += 1
    this.#maxBusy = Math.max(this.#maxBusy, this.#busy)
    waiting.start()
  }
}
