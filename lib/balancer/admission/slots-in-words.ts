import type { HealthState } from '../worker/worker-health.ts'
import type { WorkerState } from '../worker/worker-state.ts'

/** What the workers are doing, for someone who wonders why there is no slot. */
export function slotsInWords(workers: readonly WorkerState[], nowMs: number): string {
  if (workers.length === 0) return 'there are no workers'
  const words = workers.map((worker) => {
    const state = worker.state(nowMs)
    const slots = worker.worker.maxConcurrentRequests
    const suffix = state === 'ready' ? '' : ` and is ${state}${reasonOf(worker, state)}`
    return `${worker.id} has ${worker.inFlight} of ${slots} slots in use${suffix}`
  })
  return words.join('; ')
}

/** What it said when it was taken out by what it answered. */
function reasonOf({ lastError }: WorkerState, state: HealthState): string {
  if (!lastError || !byResponse.has(state)) return ''
  const { status, words } = lastError
  return ` (HTTP ${status}${words === undefined ? '' : `: ${words}`})`
}

const byResponse: ReadonlySet<HealthState> = new Set(['limited', 'unauthorized'])
