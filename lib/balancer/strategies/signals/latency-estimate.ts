import { type Moment, staleness } from './staleness.ts'

/** How much one response counts, once there are several. */
const minGain = 0.1

/** An estimate fades with this time constant, or with so many times its own latency where that is longer. */
const fadeMs = 10_000
const fadeLatencies = 10

/** A response takes at least this: with nothing at all, the requests in flight would not count either. */
const shortestMs = 0.001

/**
 * What a worker's responses take, as far as is known: an exponentially weighted mean, which grows stale
 * since the last response with the time constant `max(10 s, 10 × latency)`.
 *
 * A new response counts with the largest of 1/(answers + 1), 0.1 and 1 - e^-staleness, so after a long
 * silence nearly alone (A. Eckner, Algorithms for Unevenly Spaced Time Series, 2012).
 */
export class LatencyEstimate {
  #latencyMs: number | undefined
  #responses = 0
  #since: Moment = { nowMs: 0, rounds: 0 }

  /** The mean itself, whatever its age; undefined: nothing is known. */
  get latencyMs(): number | undefined {
    return this.#latencyMs
  }

  observe(durationMs: number, moment: Moment): void {
    const fresh = 1 - Math.exp(-this.#staleness(moment))
    const gain = Math.max(1 / (this.#responses + 1), minGain, fresh)
    this.#latencyMs = (this.#latencyMs ?? 0) * (1 - gain) + Math.max(shortestMs, durationMs) * gain
    this.#responses += 1
    this.#since = moment
  }

  /** Learns from an attempt that failed after so long, only where that makes the worker look slower. */
  observeFailure(durationMs: number, moment: Moment): void {
    if (this.#latencyMs === undefined || durationMs <= this.#latencyMs) return
    this.observe(durationMs, moment)
  }

  /** What is left of it: best + (latency - best) × e^-staleness. What is not known is as good as the best. */
  towards(bestMs: number, moment: Moment): number {
    if (this.#latencyMs === undefined) return bestMs
    return bestMs + (this.#latencyMs - bestMs) * Math.exp(-this.#staleness(moment))
  }

  #staleness(moment: Moment): number {
    const slowFadeMs = fadeLatencies * (this.#latencyMs ?? 0)
    return staleness(this.#since, moment, Math.max(fadeMs, slowFadeMs))
  }
}
