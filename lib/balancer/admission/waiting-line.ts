/** A member of at most one line, with its neighbours. */
export interface InLine<T> {
  isInLine: boolean
  before: T | undefined
  behind: T | undefined
}

/** A first-in first-out queue that allows removal at any position, each operation in constant time. */
export class WaitingLine<T extends InLine<T>> {
  #length = 0
  #head: T | undefined
  #tail: T | undefined

  get length(): number {
    return this.#length
  }

  /** The next one. */
  get first(): T | undefined {
    return this.#head
  }

  push(who: T): void {
    who.isInLine = true
    who.before = this.#tail
    if (this.#tail) this.#tail.behind = who
    else this.#head = who
    this.#tail = who
    this.#length += 1
  }

  /** Returns whether it was in the queue. */
  remove(who: T): boolean {
    if (!who.isInLine) return false
    const { before, behind } = who
    if (before) before.behind = behind
    else this.#head = behind
    if (behind) behind.before = before
    else this.#tail = before
    this.#length -= 1
    who.isInLine = false
    // Otherwise one that is not needed any longer would keep those behind it alive.
    who.before = undefined
    who.behind = undefined
    return true
  }

  /** In order; the current one may be removed meanwhile. */
  *[Symbol.iterator](): Generator<T> {
    let place = this.#head
    while (place) {
      const { behind } = place
      yield place
      place = behind
    }
  }
}
