/** The weight of one response, once there are several. */
const minGain = 0.05

/** Responses before any conclusion. */
const minResponses = 3

/** Pulls the slope towards zero if the load hardly varied: added to the variance of requests in flight. */
const shrinkage = 0.3

/** A serial worker takes its first latency again for each further request. */
const steepest = 1

/**
 * How much slower a worker gets with more requests: some serve many at once at hardly any cost, some one
 * after the other. The regression of the latency on the requests in flight, of exponentially weighted
 * moments, relative to the mean latency.
 */
export class LoadSlope {
  #responses = 0
  #meanInFlight = 0
  #meanMs = 0
  #variance = 0
  #covariance = 0

  observe(durationMs: number, inFlight: number): void {
    this.#responses += 1
    const gain = Math.max(minGain, 1 / this.#responses)
    const moreInFlight = inFlight - this.#meanInFlight
    const longerMs = durationMs - this.#meanMs
    this.#meanInFlight += gain * moreInFlight
    this.#meanMs += gain * longerMs
    this.#variance = (1 - gain) * (this.#variance + gain * moreInFlight ** 2)
    this.#covariance = (1 - gain) * (this.#covariance + gain * moreInFlight * longerMs)
  }

  /** The latency with this many in flight, relative to the mean latency. */
  factor(inFlight: number): number {
    if (this.#responses < minResponses || this.#meanMs === 0) return 1
    const perRequest = this.#covariance / this.#meanMs / (this.#variance + shrinkage)
    const slope = Math.min(steepest, Math.max(0, perRequest))
    // A line through noise may go below the latency of a single request.
    const least = 1 / (1 + slope * this.#meanInFlight)
    return Math.max(least, 1 + slope * (inFlight - this.#meanInFlight))
  }
}
