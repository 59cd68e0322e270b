/** What waits for its turn to write. */
export interface Writer {
  /** Called once for each time that it was added. */
  write(): void
}

/**
 * Lets all wait until the event loop has read all that has come: whoever reads many responses at once sends
 * the next requests right after each other. Where the other side sleeps, waking it is most of what a write costs, and
 * between two requests that come apart it would fall asleep again.
 */
export class WriteBatch {
  #writers: Writer[] = []

  add(writer: Writer): void {
    if (this.#writers.push(writer) === 1) setImmediate(() => this.#flush())
  }

  #flush(): void {
    const writers = this.#writers
    this.#writers = []
    for (const writer of writers) writer.write()
  }
}
