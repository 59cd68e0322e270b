import { pause } from '../../time/pause.ts'

/** Waits for a time of `performance.now()`; an abort ends the wait, without a rejection. */
export async function untilTime(timeMs: number, signal: AbortSignal): Promise<void> {
  // Timers count whole milliseconds of a clock of their own, and may fire a fraction early.
  while (!signal.aborted) {
    const leftMs = timeMs - performance.now()
    if (leftMs <= 0) return
    await pause(Math.min(Math.ceil(leftMs), maxTimerMs), signal)
  }
}

/** Node.js fires a longer timer at once. */
const maxTimerMs = 2 ** 31 - 1
