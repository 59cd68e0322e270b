import type { WorkerState } from '../worker/worker-state.ts'

/** What the workers are doing, for someone who wonders why there is no slot. */
export function slotsInWords(workers: readonly WorkerState[], nowMs: number): string {
  if (workers.length === 0) return 'there are no workers'
  const words = workers.map((worker) => {
    const state = worker.state(nowMs)
    const slots = worker.worker.maxConcurrentRequests
    const suffix = state === 'ready' ? '' : ` and is ${state}`
    return `${worker.id} has ${worker.inFlight} of ${slots} slots in use${suffix}`
  })
  return words.join('; ')
}
