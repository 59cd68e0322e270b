import { setImmediate as nextTurn } from 'node:timers/promises'
import { pause } from '../../time/pause.ts'
import type { DriverContext } from './driver.ts'

/**
 * Sends one request after the other, each as soon as the response before has ended. After a rejection by
 * the balancer it waits as long as requested, so that a full queue is not flooded.
 * @param next the number of the next request; undefined: there is none
 * @param onEnd called after each response
 */
export async function runLane(
  next: (nowMs: number) => number | undefined,
  { send, signal }: DriverContext,
  onEnd?: (isValid: boolean) => void,
): Promise<void> {
  while (!signal.aborted) {
    const nowMs = performance.now()
    const index = next(nowMs)
    if (index === undefined) return
    const { isValid, retryAfterMs } = await send(index, nowMs)
    onEnd?.(isValid)
    if (retryAfterMs !== undefined) await pause(retryAfterMs, signal)
    // A request that fails before it is sent takes no time: without yielding nothing else would run.
    else if (!isValid) await nextTurn()
  }
}
