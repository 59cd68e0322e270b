const kept = 1_000

/** The last 1,000 durations, for recent quantiles instead of all-time ones. */
export class RecentTimes {
  readonly #times = new Float64Array(kept)
  #count = 0

  add(ms: number): void {
    this.#times[this.#count % kept] = ms
    this.#count += 1
  }

  /** Each by the nearest rank; none if no duration was added. */
  quantiles(...shares: readonly number[]): number[] {
    const length = Math.min(this.#count, kept)
    if (length === 0) return []
    const sorted = this.#times.slice(0, length).sort()
    return shares.map((share) => sorted[Math.max(0, Math.ceil(share * length) - 1)] as number)
  }
}
