import type { Clock } from '../../lib/balancer/clock.ts'

interface Timer {
  readonly dueMs: number
  readonly callback: () => void
}

/** Time that passes only when a test advances it, and at once. */
export class VirtualClock implements Clock {
  readonly #timers = new Set<Timer>()
  #nowMs = 0

  readonly nowMs = (): number => this.#nowMs

  readonly after = (delayMs: number, callback: () => void): (() => void) => {
    const timer = { dueMs: this.#nowMs + Math.max(0, delayMs), callback }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Number of timers: none is left when everything has ended. */
  get pending(): number {
    return this.#timers.size
  }

  /** Runs what is due until then, in order of time, and of creation if times are equal. */
  advanceTo(timeMs: number, afterEach?: () => void): void {
    for (let next = this.#next(timeMs); next; next = this.#next(timeMs)) {
      this.#nowMs = Math.max(this.#nowMs, next.dueMs)
      this.#timers.delete(next)
      next.callback()
      afterEach?.()
    }
    this.#nowMs = Math.max(this.#nowMs, timeMs)
  }

  advance(byMs: number): void {
    this.advanceTo(this.#nowMs + byMs)
  }

  /** Runs until no timer is left. */
  runOut(afterEach?: () => void): void {
    this.advanceTo(Number.MAX_SAFE_INTEGER, afterEach)
  }

  #next(untilMs: number): Timer | undefined {
    let first: Timer | undefined
    for (const timer of this.#timers) if (!first || timer.dueMs < first.dueMs) first = timer
    return first && first.dueMs <= untilMs ? first : undefined
  }
}
