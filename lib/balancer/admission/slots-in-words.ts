import type { HealthState } from '../worker/worker-health.ts'
import type { WorkerState } from '../worker/worker-state.ts'

/** The states of the workers, to explain why there is no free slot. */
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

/** The error message of the response for which it was ejected. */
function reasonOf({ lastError }: WorkerState, state: HealthState): string {
  if (!lastError || !byResponse.has(state)) return ''
  const { status, words } = lastError
  return ` (HTTP ${status}${words === undefined ? '' : `: ${words}`})`
}

const byResponse: ReadonlySet<HealthState> = new Set(['limited', 'unauthorized'])
