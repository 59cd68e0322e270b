/** The clock of the balancer: passed in, so that tests can simulate hours exactly. */
export interface Clock {
  /** Milliseconds of a monotonic clock. */
  nowMs(): number
  /** Calls back once, after a delay in milliseconds; returns a function that cancels it. */
  after(delayMs: number, callback: () => void): () => void
}

export const realClock: Clock = {
  nowMs: () => performance.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, Math.min(delayMs, maxTimerMs))
    return () => clearTimeout(timer)
  },
}

/** Node.js fires a longer timer at once. */
const maxTimerMs = 2 ** 31 - 1
