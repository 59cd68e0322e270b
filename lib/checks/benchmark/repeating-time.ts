/**
 * Fraction of a test's timeout that a benchmark may use for repetitions. The rest is for the repetition in
 * flight, open loops and the search for the capacity: a timeout would end these without a result.
 */
const maxPartOfTimeout = 0.8

/**
 * When repetitions must end that are made only to decide.
 * @param askedMs `max_time`; undefined: as long as the timeout allows
 * @returns milliseconds from the start of the benchmark
 */
export function repeatingTimeMs(askedMs: number | undefined, timeoutMs: number): number {
  return Math.min(askedMs ?? Number.POSITIVE_INFINITY, maxPartOfTimeout * timeoutMs)
}

/**
 * Divides the time for repetitions among the parts of a benchmark, so that an undecided level does not use
 * the time of the next ones: each part may use an equal share of the remaining time when it begins, and its
 * unused time goes to later parts.
 */
export class RepeatingTime {
  readonly #endMs: number
  readonly #nowMs: () => number
  #parts: number

  /**
   * @param timeMs for all of them
   * @param parts the number of parts, including those that do not repeat
   * @param nowMs the clock
   */
  constructor(timeMs: number, parts: number, nowMs = () => performance.now()) {
    this.#nowMs = nowMs
    this.#endMs = nowMs() + timeMs
    this.#parts = parts
  }

  /**
   * Begins the next part. The returned function reports whether a repetition of this duration would still
   * end in time.
   */
  nextPart(): (repetitionMs: number) => boolean {
    const nowMs = this.#nowMs()
    const endMs = nowMs + (this.#endMs - nowMs) / Math.max(1, this.#parts)
    this.#parts -= 1
    return (repetitionMs) => this.#nowMs() + repetitionMs <= endMs
  }
}
