import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DriverContext, DriverResult } from './driver.ts'
import { InFlight } from './under-way.ts'
import { untilTime } from './until-time.ts'

/**
 * Default maximum in flight: far more than a cluster of workers serves, and few enough for the memory of
 * the sender.
 */
export const defaultMaxInFlight = 10_000

/**
 * Starts requests when they are due, regardless of earlier ones: the common part of `open`, `stages` and
 * `replay`. Each has its own due time, so that no delay is passed on; those due together start together,
 * none of them early. A request that is due while `maxInFlight` are in flight is dropped, with its number.
 * @param dueTimes milliseconds since the start, never decreasing; read only up to the current time
 */
export async function runSchedule(
  dueTimes: Iterable<number>,
  maxInFlight: number,
  { send, signal }: DriverContext,
): Promise<DriverResult> {
  const startMs = performance.now()
  const inFlight = new InFlight()
  const times = dueTimes[Symbol.iterator]()
  let index = 0
  let dropped = 0
  let next = times.next()
  while (!next.done) {
    const dueMs = startMs + next.value
    if (dueMs > performance.now()) await untilTime(dueMs, signal)
    else await nextTurn()
    // Requests that become due from here on wait for the next turn: otherwise no response would be read in
    // between.
    const nowMs = performance.now()
    while (!next.done && startMs + next.value <= nowMs && !signal.aborted) {
      if (inFlight.count < maxInFlight) inFlight.add(send(index, startMs + next.value))
      else dropped += 1
      index += 1
      next = times.next()
    }
    if (signal.aborted || inFlight.failure) break
  }
  await inFlight.ended()
  return { startMs, endMs: performance.now(), started: index - dropped, dropped }
}
