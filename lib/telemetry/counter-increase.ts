/** How much a counter increased, across restarts at 0. */
export class CounterIncrease {
  #last: number | undefined
  #increase = 0

  /** @returns the increase since the first value */
  add(value: number): number {
    if (this.#last !== undefined) {
      this.#increase += value >= this.#last ? value - this.#last : value
    }
    this.#last = value
    return this.#increase
  }
}
