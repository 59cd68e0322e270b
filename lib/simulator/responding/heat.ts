import type { ThrottleOptions } from '../../cluster/cluster.ts'

/** The heat of a worker, in milliseconds of work; idleness cools at the rate at which work heats. */
export class Heat {
  readonly #throttle: ThrottleOptions
  #heatMs = 0
  #isBusy = false
  #sinceMs = 0

  constructor(throttle: ThrottleOptions) {
    this.#throttle = throttle
  }

  /** Records since when it works or idles. */
  note(isBusy: boolean, nowMs: number): void {
    if (isBusy === this.#isBusy) return
    this.#heatMs = this.#heatAt(nowMs)
    this.#isBusy = isBusy
    this.#sinceMs = nowMs
  }

  /** The slowdown factor. */
  factorAt(nowMs: number): number {
    const { afterMs, rampMs, factor } = this.#throttle
    const beyondMs = this.#heatAt(nowMs) - afterMs
    if (beyondMs <= 0) return 1
    return 1 + (factor - 1) * (rampMs === 0 ? 1 : Math.min(1, beyondMs / rampMs))
  }

  /** From 0, cold, over 1, at which it begins to slow down, to 2, at which it is slowest. */
  levelAt(nowMs: number): number {
    const { afterMs, rampMs } = this.#throttle
    const heatMs = this.#heatAt(nowMs)
    if (heatMs <= afterMs) return afterMs === 0 ? 0 : heatMs / afterMs
    return 1 + Math.min(1, (heatMs - afterMs) / Math.max(rampMs, 1))
  }

  #heatAt(nowMs: number): number {
    const { afterMs, rampMs } = this.#throttle
    const passedMs = nowMs - this.#sinceMs
    if (!this.#isBusy) return Math.max(0, this.#heatMs - passedMs)
    // One more than zero, so that work without a ramp is beyond `after` at once.
    return Math.min(afterMs + Math.max(rampMs, 1), this.#heatMs + passedMs)
  }
}
