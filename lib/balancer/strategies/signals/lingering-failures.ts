import type { Observation } from '../strategy.ts'

/**
 * A failure counts twice as long as a response takes, so that a worker that only fails gets less than its
 * share.
 */
const lingerFactor = 2

/** The weight of one response in the mean over all workers. */
const gain = 0.05

interface Lingering {
  count: number
  stampMs: number
}

/**
 * Failed attempts that still count as requests in flight. Without them a worker that fails at once would
 * always have the fewest in flight, and would attract all requests.
 *
 * Each counts as one and fades exponentially; the time constant is twice what a response takes on average
 * in the cluster. Before the first response nothing fades.
 */
export class LingeringFailures {
  readonly #byWorker = new Map<string, Lingering>()
  #responseMs: number | undefined

  observe({ workerId, nowMs, durationMs, isOk }: Observation): void {
    if (isOk) {
      this.#responseMs = (this.#responseMs ?? durationMs) * (1 - gain) + durationMs * gain
      return
    }
    const count = this.of(workerId, nowMs) + 1
    this.#byWorker.set(workerId, { count, stampMs: nowMs })
  }

  /** Number of requests in flight of this worker on top of the real ones. */
  of(workerId: string, nowMs: number): number {
    const lingering = this.#byWorker.get(workerId)
    if (lingering === undefined) return 0
    if (this.#responseMs === undefined) return lingering.count
    const { count, stampMs } = lingering
    const lingerMs = lingerFactor * Math.max(1, this.#responseMs)
    const left = count * Math.exp((stampMs - nowMs) / lingerMs)
    if (left > negligible) return left
    this.#byWorker.delete(workerId)
    return 0
  }

  forget(workerId: string): void {
    this.#byWorker.delete(workerId)
  }
}

/** Below this a failure is forgotten. */
const negligible = 0.01
