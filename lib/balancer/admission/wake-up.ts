import type { Clock } from '../clock.ts'
import type { WorkerState } from '../worker/worker-state.ts'

/**
 * While a request waits, slots may also become free by time alone, at the end of an ejection or a limit.
 */
export class WakeUp {
  readonly #clock: Clock
  readonly #serve: () => void
  #plannedMs = Number.POSITIVE_INFINITY
  #cancelTimer: (() => void) | undefined

  constructor(clock: Clock, serve: () => void) {
    this.#clock = clock
    this.#serve = serve
  }

  /**
   * Calls back when the first of the workers may have more slots than when the free ones were determined.
   * @param lookedMs the time of that: a limit that has ended since then must not be missed
   */
  plan(workers: readonly WorkerState[], lookedMs: number): void {
    const nowMs = this.#clock.nowMs()
    let nextMs = Number.POSITIVE_INFINITY
    for (const worker of workers) {
      const changeMs = worker.nextChangeMs(lookedMs)
      if (changeMs !== undefined && changeMs < nextMs) nextMs = changeMs
    }
    // An earlier timer is kept: its moment may have come, before the timer fires.
    if (nextMs >= this.#plannedMs) return
    this.cancel()
    this.#plannedMs = nextMs
    // A little later than the moment itself, because a rounded time might be too early.
    this.#cancelTimer = this.#clock.after(Math.max(0, nextMs - nowMs) + 0.01, () => {
      this.cancel()
      this.#serve()
    })
  }

  cancel(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    this.#plannedMs = Number.POSITIVE_INFINITY
  }
}
