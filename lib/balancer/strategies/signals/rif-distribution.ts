/** Width of a bin of the histogram, as a fraction of a worker's slots, and the number of bins. */
const binsPerSlots = 16
const bins = 4 * binsPerSlots

/** When this many are counted, all counts are halved: old samples lose their weight. */
const halveAt = 512

/** How busy workers were recently: a histogram of requests in flight relative to slots. */
export class RifDistribution {
  readonly #counts = new Float64Array(bins)
  #total = 0

  add(load: number): void {
    this.#counts[binOf(load)]! += 1
    this.#total += 1
    if (this.#total < halveAt) return
    for (let bin = 0; bin < bins; bin++) this.#counts[bin]! /= 2
    this.#total /= 2
  }

  /** The load above which a worker is busier than this fraction of the samples. */
  quantile(part: number): number {
    let below = 0
    for (let bin = 0; bin < bins; bin++) {
      below += this.#counts[bin]!
      if (below >= part * this.#total) return (bin + 1) / binsPerSlots
    }
    return Number.POSITIVE_INFINITY
  }
}

function binOf(load: number): number {
  return Math.min(bins - 1, Math.max(0, Math.ceil(load * binsPerSlots) - 1))
}
