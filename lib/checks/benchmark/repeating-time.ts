/**
 * Of a test's timeout, what a benchmark may use up by going on to repeat. The rest is for the repetition
 * that is in flight, open loops and the search for the capacity: a timeout would end these with nothing.
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
 * Shares the time for repetitions among the parts of a benchmark, so that a level that stays open does
 * not take that of the next ones: each part may take an equal part of what is left when it begins, and
 * what it leaves goes to those behind it.
 */
export class RepeatingTime {
  readonly #endMs: number
  readonly #nowMs: () => number
  #parts: number

  /**
   * @param timeMs for all of them
   * @param parts how many there are, those that do not ask included
   * @param nowMs the clock
   */
  constructor(timeMs: number, parts: number, nowMs = () => performance.now()) {
    this.#nowMs = nowMs
    this.#endMs = nowMs() + timeMs
    this.#parts = parts
  }

  /** Begins the next part. Tells whether a repetition that takes so long would still end within its time. */
  nextPart(): (repetitionMs: number) => boolean {
    const nowMs = this.#nowMs()
    const endMs = nowMs + (this.#endMs - nowMs) / Math.max(1, this.#parts)
    this.#parts -= 1
    return (repetitionMs) => this.#nowMs() + repetitionMs <= endMs
  }
}
