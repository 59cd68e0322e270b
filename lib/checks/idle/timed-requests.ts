import type { Driver, DriverContext, DriverResult } from '../../load/drivers/driver.ts'
import { quantile } from '../../stats/intervals/summary.ts'
import { seededRandom } from '../../stats/seeded-random.ts'
import { pause } from '../../time/pause.ts'

/**
 * Requests one after the other, with pauses of random length between them, up to the duration of the last
 * one. Without those they would synchronise with another serial load, and always wait for the same time.
 * @param leastPauseMs the longest pause if requests are faster than that
 */
export function oneByOneAtRandom(requests: number, minPauseMs: number): Driver {
  const random = seededRandom(1)
  return {
    kind: 'closed',
    planned: requests,
    async run({ send, signal }: DriverContext): Promise<DriverResult> {
      const startMs = performance.now()
      let started = 0
      let tookMs = 0
      while (started < requests && !signal.aborted) {
        if (started > 0) await pause(random() * Math.max(minPauseMs, tookMs), signal)
        if (signal.aborted) break
        const sentMs = performance.now()
        await send(started++, sentMs)
        tookMs = performance.now() - sentMs
      }
      return { startMs, endMs: performance.now(), started, dropped: 0 }
    },
  }
}

/** What the times of a few short requests show about other load. */
export interface Spread {
  readonly p50Ms: number
  /** How much slower than the fastest the slowest quarter of them was at least, in percent. */
  readonly percent: number
  /** The same in milliseconds. */
  readonly ms: number
}

/** Fewer times have no spread. */
const minTimes = 4

/**
 * The third quartile over the fastest: a single slow request does not count, a quarter that had to wait
 * does. Undefined below four times.
 */
export function spreadOf(timesMs: readonly number[]): Spread | undefined {
  if (timesMs.length < minTimes) return undefined
  const fastestMs = Math.min(...timesMs)
  const p50Ms = quantile(timesMs, 0.5) ?? fastestMs
  const ms = (quantile(timesMs, 0.75) ?? fastestMs) - fastestMs
  return { p50Ms, ms, percent: (ms / fastestMs) * 100 }
}
