import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DriverContext, DriverResult } from './driver.ts'
import { InFlight } from './under-way.ts'
import { untilTime } from './until-time.ts'

/**
 * How many may be in flight at once where nobody says: far more than a cluster of workers serves, and
 * few enough for the memory of whoever sends them.
 */
export const defaultMaxInFlight = 10_000

/**
 * Starts requests when they are due, whatever became of those before: what `open`, `stages` and
 * `replay` have in common. Each is due at a time of its own, so that no delay is handed on; those
 * that are due together start together, none of them early. One that is due while `maxInFlight` are
 * in flight is dropped, and its number with it.
 * @param dueTimes milliseconds since the start, never falling; read only as far as time has come
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
    // What falls due from here on waits for the next turn: else no response would be read in between.
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
