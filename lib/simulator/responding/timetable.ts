/** An entry that is woken at a time. */
export interface Timed {
  /** On the clock of `performance.now()`. */
  dueMs: number
  /** Set by the timetable: its index in the heap, -1 if it is not in it. */
  place: number
  /** @param untilMs everything due until then counts as due now */
  wake(untilMs: number): void
}

/**
 * Wakes thousands with one timer: a binary heap by due time, and entries that are due together are woken
 * together. Node's timers count whole milliseconds and are late on average; here a wake-up is up to half a
 * millisecond early or late, so that times are right on average.
 */
export class Timetable {
  readonly #heap: Timed[] = []
  #timer: NodeJS.Timeout | undefined
  #timerDueMs = Number.POSITIVE_INFINITY
  #isRunning = false

  at(timed: Timed, dueMs: number): void {
    timed.dueMs = dueMs
    timed.place = this.#heap.length
    this.#heap.push(timed)
    this.#rise(timed)
    if (dueMs < this.#timerDueMs && !this.#isRunning) this.#arm()
  }

  cancel(timed: Timed): void {
    const { place } = timed
    if (place < 0) return
    const last = this.#heap.pop()
    timed.place = -1
    // A timer without entries would keep the process alive.
    if (this.#heap.length === 0 && !this.#isRunning) this.#arm()
    if (!last || last === timed) return
    last.place = place
    this.#heap[place] = last
    this.#sink(last)
    this.#rise(last)
  }

  close(): void {
    clearTimeout(this.#timer)
    for (const timed of this.#heap.splice(0)) timed.place = -1
  }

  #arm(): void {
    clearTimeout(this.#timer)
    const first = this.#heap[0]
    this.#timerDueMs = first?.dueMs ?? Number.POSITIVE_INFINITY
    if (!first) return
    const remainingMs = Math.min(first.dueMs - earlyMs - performance.now(), maxTimerMs)
    this.#timer = setTimeout(this.#run, Math.max(1, Math.floor(remainingMs)))
  }

  readonly #run = () => {
    const untilMs = performance.now() + earlyMs
    this.#isRunning = true
    for (let first = this.#heap[0]; first && first.dueMs <= untilMs; first = this.#heap[0]) {
      this.cancel(first)
      first.wake(untilMs)
    }
    this.#isRunning = false
    this.#arm()
  }

  #rise(timed: Timed): void {
    while (timed.place > 0) {
      const parent = this.#heap[(timed.place - 1) >> 1] as Timed
      if (parent.dueMs <= timed.dueMs) return
      this.#swap(parent, timed)
    }
  }

  #sink(timed: Timed): void {
    for (;;) {
      const left = this.#heap[2 * timed.place + 1]
      const right = this.#heap[2 * timed.place + 2]
      const child = right && left && right.dueMs < left.dueMs ? right : left
      if (!child || child.dueMs >= timed.dueMs) return
      this.#swap(timed, child)
    }
  }

  #swap(upper: Timed, lower: Timed): void {
    const place = upper.place
    upper.place = lower.place
    lower.place = place
    this.#heap[upper.place] = upper
    this.#heap[lower.place] = lower
  }
}

const earlyMs = 0.5
const maxTimerMs = 2 ** 31 - 1
