import type { DriverContext, DriverResult } from './driver.ts'
import { runLane } from './lane.ts'
import type { Ramp } from './ramp.ts'
import { InFlight } from './under-way.ts'
import { untilTime } from './until-time.ts'

/** Keeps the number of requests of a ramp in flight, in whole numbers, each followed by the next. */
export async function rampingLanes(ramp: Ramp, context: DriverContext): Promise<DriverResult> {
  const { signal } = context
  const startMs = performance.now()
  const lanes = new InFlight()
  let started = 0
  /** Lanes by their numbers, from 1. */
  const running = new Set<number>()
  const run = (lane: number) => {
    // A lane that is still busy with its last request continues by itself.
    if (running.has(lane)) return
    const next = (nowMs: number) => {
      const ms = nowMs - startMs
      const isWanted = ms < ramp.durationMs && ramp.valueAt(ms) >= lane - rounding
      return isWanted && !lanes.failure ? started++ : undefined
    }
    running.add(lane)
    lanes.add(runLane(next, context).finally(() => running.delete(lane)))
  }
  for (let lane = 1; lane <= ramp.valueAt(0); lane++) run(lane)
  for (const { atMs, value } of ramp.rises()) {
    await untilTime(startMs + atMs, signal)
    if (signal.aborted || lanes.failure) break
    run(value)
  }
  await lanes.ended()
  return { startMs, endMs: performance.now(), started, dropped: 0 }
}

/** Rounding error of a whole number. */
const rounding = 1e-9
