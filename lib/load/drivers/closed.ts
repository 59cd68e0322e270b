import type { Driver, DriverContext, DriverResult } from './driver.ts'
import { GiveUp } from './give-up.ts'
import { runLane } from './lane.ts'
import { InFlight } from './under-way.ts'

export interface ClosedOptions {
  /** How many are in flight at any time. */
  readonly concurrency: number
  /** How many requests in all; no further one starts after `durationMs`. With neither it goes on until it is stopped. */
  readonly requests?: number
  readonly durationMs?: number
}

/**
 * Keeps a number of requests in flight, each followed by the next as soon as its response has ended: a
 * closed loop, as `wrk` and most load tools drive it. While the cluster stalls it waits too, and so sends
 * less. With a number of requests it is given up if none succeeds (`GiveUp`).
 */
export function closed({ concurrency, requests, durationMs }: ClosedOptions): Driver {
  const most = requests ?? Number.POSITIVE_INFINITY
  return {
    kind: 'closed',
    ...(requests !== undefined && { planned: requests }),
    async run(context: DriverContext): Promise<DriverResult> {
      const startMs = performance.now()
      const untilMs = startMs + (durationMs ?? Number.POSITIVE_INFINITY)
      const lanes = new InFlight()
      let started = 0
      const giveUp = requests === undefined ? undefined : new GiveUp(concurrency, startMs)
      const next = (nowMs: number) => {
        const isNext = started < most && nowMs < untilMs && !lanes.failure && !giveUp?.isDecided
        return isNext ? started++ : undefined
      }
      const onEnd = (isValid: boolean) => giveUp?.ended(isValid, performance.now())
      for (let lane = 0; lane < Math.min(concurrency, most); lane++) {
        lanes.add(runLane(next, context, onEnd))
      }
      await lanes.ended()
      const hasGivenUp = giveUp?.isDecided === true && started < most
      return {
        startMs,
        endMs: performance.now(),
        started,
        dropped: 0,
        ...(hasGivenUp && { hasGivenUp }),
      }
    },
  }
}
