const seconds = 5

/** Events per second, over the last five: counted in one bucket per second, used in turn. */
export class RecentRate {
  readonly #counts = new Uint32Array(seconds + 1)
  #second = 0
  #firstMs: number | undefined

  add(nowMs: number): void {
    this.#firstMs ??= nowMs
    this.#moveTo(nowMs)
    const box = this.#second % this.#counts.length
    this.#counts[box] = (this.#counts[box] ?? 0) + 1
  }

  perSecond(nowMs: number): number {
    if (this.#firstMs === undefined) return 0
    this.#moveTo(nowMs)
    const sum = this.#counts.reduce((total, count) => total + count, 0)
    // The bucket of this second is not complete yet, and at first there are fewer.
    const spanMs = seconds * 1_000 + (nowMs % 1_000)
    return sum / (Math.max(1_000, Math.min(spanMs, nowMs - this.#firstMs)) / 1_000)
  }

  /** Empties the buckets of the seconds without events. */
  #moveTo(nowMs: number): void {
    const second = Math.floor(nowMs / 1_000)
    const from = Math.max(this.#second + 1, second - this.#counts.length + 1)
    for (let each = from; each <= second; each++) this.#counts[each % this.#counts.length] = 0
    this.#second = Math.max(second, this.#second)
  }
}
