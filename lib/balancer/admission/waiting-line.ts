/** A first-in first-out queue that allows removal at any position, each operation in constant time. */
export class WaitingLine<T extends object> {
  readonly #places = new Map<T, Waiter<T>>()
  #head: Waiter<T> | undefined
  #tail: Waiter<T> | undefined

  get length(): number {
    return this.#places.size
  }

  /** The next one. */
  get first(): T | undefined {
    return this.#head?.who
  }

  push(who: T): void {
    const place: Waiter<T> = { who, before: this.#tail, behind: undefined }
    if (this.#tail) this.#tail.behind = place
    else this.#head = place
    this.#tail = place
    this.#places.set(who, place)
  }

  /** Returns whether it was in the queue. */
  remove(who: T): boolean {
    const place = this.#places.get(who)
    if (!place) return false
    this.#places.delete(who)
    if (place.before) place.before.behind = place.behind
    else this.#head = place.behind
    if (place.behind) place.behind.before = place.before
    else this.#tail = place.before
    return true
  }

  /** In order; the current one may be removed meanwhile. */
  *[Symbol.iterator](): Generator<T> {
    let place = this.#head
    while (place) {
      const { behind } = place
      yield place.who
      place = behind
    }
  }
}

interface Waiter<T> {
  readonly who: T
  before: Waiter<T> | undefined
  behind: Waiter<T> | undefined
}
