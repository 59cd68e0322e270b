import { WaitingLine } from './admission/waiting-line.ts'
import type { Clock } from './clock.ts'

/**
 * DeadlineLine that are all set the same time ahead, so that they pass in the order in which they were set: one timer
 * for all of them, because one for each request is expensive.
 */
export class DeadlineLine {
  readonly #clock: Clock
  readonly #afterMs: number
  readonly #line = new WaitingLine<RunningDeadline>()
  #cancelTimer: (() => void) | undefined

  constructor(clock: Clock, afterMs: number) {
    this.#clock = clock
    this.#afterMs = afterMs
  }

  /** @param owner called once, unless it is stopped before */
  start(owner: DeadlineOwner): RunningDeadline {
    const dueMs = this.#clock.nowMs() + this.#afterMs
    const deadline = { owner, dueMs, isInLine: false, before: undefined, behind: undefined }
    this.#line.push(deadline)
    // A line of one has just been empty, without a timer.
    if (this.#line.length === 1) this.#plan(this.#afterMs)
    return deadline
  }

  stop(deadline: RunningDeadline): void {
    if (this.#line.remove(deadline) && this.#line.length === 0) this.#cancel()
  }

  #plan(delayMs: number): void {
    this.#cancelTimer = this.#clock.after(delayMs, () => this.#pass())
  }

  #cancel(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
  }

  /** The first one may have been stopped since the timer was set: then the next one is not due yet. */
  #pass(): void {
    this.#cancelTimer = undefined
    const nowMs = this.#clock.nowMs()
    try {
      for (let first = this.#line.first; first; first = this.#line.first) {
        if (first.dueMs > nowMs) break
        this.stop(first)
        first.owner.deadlinePassed()
      }
    } finally {
      const { first } = this.#line
      if (first && !this.#cancelTimer) this.#plan(Math.max(0, first.dueMs - nowMs))
    }
  }
}

export interface DeadlineOwner {
  deadlinePassed(): void
}

/** A deadline that has not passed. */
export interface RunningDeadline {
  readonly owner: DeadlineOwner
  readonly dueMs: number
  isInLine: boolean
  before: RunningDeadline | undefined
  behind: RunningDeadline | undefined
}
