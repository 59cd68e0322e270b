import type { WorkerState } from '../worker/worker-state.ts'

/**
 * In how many milliseconds one of these workers accepts requests again: 0 if one does now, or if the time
 * is unknown.
 */
export function backInMs(workers: readonly WorkerState[], nowMs: number): number {
  const times = workers.flatMap((worker) => {
    if (worker.refresh(nowMs)) return 0
    const changeMs = worker.nextChangeMs(nowMs)
    return changeMs === undefined ? [] : Math.max(0, changeMs - nowMs)
  })
  return times.length === 0 ? 0 : Math.min(...times)
}
