import { LatencyEstimate } from './latency-estimate.ts'
import type { Moment } from './staleness.ts'

/** More requests in flight than this count as this many. */
const maxRif = 256

/** A worker's latency, separately for each number of requests in flight at the start. */
export class LatencyByRif {
  readonly #estimates: (LatencyEstimate | undefined)[] = []

  observe(durationMs: number, rif: number, moment: Moment): void {
    const index = Math.min(rif, maxRif)
    while (this.#estimates.length <= index) this.#estimates.push(undefined)
    let estimate = this.#estimates[index]
    if (!estimate) {
      estimate = new LatencyEstimate()
      this.#estimates[index] = estimate
    }
    estimate.observe(durationMs, moment)
  }

  /** Raises the known estimates; a new estimate of a failure could hide a higher one nearby. */
  observeFailure(durationMs: number, rif: number, moment: Moment): void {
    this.near(rif)?.observeFailure(durationMs, moment)
  }

  /** The estimate for the number nearest to this one, the lower of two that are equally near. */
  near(rif: number): LatencyEstimate | undefined {
    const { length } = this.#estimates
    const index = Math.min(rif, maxRif)
    for (let distance = 0; distance <= index || index + distance < length; distance++) {
      const estimate = this.#at(index - distance) ?? this.#at(index + distance)
      if (estimate) return estimate
    }
    return undefined
  }

  #at(index: number): LatencyEstimate | undefined {
    return index >= 0 && index < this.#estimates.length ? this.#estimates[index] : undefined
  }
}
