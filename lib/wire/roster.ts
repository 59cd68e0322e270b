/** A member of at most one roster. */
export interface RosterMember {
  /** Its place in the roster; -1: it is in none. */
  rosterPlace: number
}

/**
 * Objects that come and go all the time, such as requests in flight, in any order; adding and removing take constant
 * time.
 *
 * Not a `Set`: V8 keeps what was removed from one alive, once the set is old, until the next full garbage collection
 * (each table refers to its successor), so that every smaller collection has to copy it.
 */
export class Roster<T extends RosterMember> implements Iterable<T> {
  readonly #members: T[] = []

  get size(): number {
    return this.#members.length
  }

  add(member: T): void {
    member.rosterPlace = this.#members.length
    this.#members.push(member)
  }

  /** Returns whether it was a member. */
  delete(member: T): boolean {
    const place = member.rosterPlace
    if (place < 0) return false
    member.rosterPlace = -1
    const last = this.#members.pop() as T
    if (last === member) return true
    this.#members[place] = last
    last.rosterPlace = place
    return true
  }

  /** Those that are members now: it may change meanwhile. */
  [Symbol.iterator](): IterableIterator<T> {
    return this.#members.slice().values()
  }
}
