/** Counts requests or lanes in flight; a promise for each would grow with the load. */
export class InFlight {
  count = 0
  /** An internal error: nothing more should start. */
  failure: { readonly error: unknown } | undefined
  #wake: (() => void) | undefined

  add(task: Promise<unknown>): void {
    this.count += 1
    task.then(this.#end, this.#fail)
  }

  /** Resolves when nothing is in flight anymore; rejects with the first failure. */
  async ended(): Promise<void> {
    if (this.count > 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    if (this.failure) throw this.failure.error
  }

  readonly #end = () => {
    this.count -= 1
    if (this.count === 0) this.#wake?.()
  }

  readonly #fail = (error: unknown) => {
    this.failure ??= { error }
    this.#end()
  }
}
