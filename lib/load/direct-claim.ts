import type { Worker } from '../cluster/cluster.ts'
import type { Overclaim } from '../record/overclaim.ts'
import { reportsLoading } from '../servers/loading-words.ts'
import type { ModelResponse } from './model-response.ts'

/**
 * Whether a worker that gets requests directly refuses some within its claimed slots as busy: a 503 with
 * fewer in flight than `max_concurrent_requests`.
 */
export class DirectClaim {
  readonly #worker: Worker
  #min: Overclaim | undefined

  constructor(worker: Worker) {
    this.#worker = worker
  }

  get overclaims(): readonly Overclaim[] {
    return this.#min ? [this.#min] : []
  }

  note({ status, words, inFlight = 1 }: ModelResponse): void {
    const { id, type, simulate, model, maxConcurrentRequests: claimed } = this.#worker
    const accepted = inFlight - 1
    if (status !== 503 || accepted < 1 || accepted >= claimed) return
    // A worker that is loading does not refuse because of the number of requests.
    if (reportsLoading(words ?? '') || accepted >= (this.#min?.accepted ?? claimed)) return
    this.#min = {
      worker: id,
      workerType: simulate?.imitates ?? type,
      accepted,
      claimed,
      status,
      ...(model !== undefined && { model }),
      ...(words !== undefined && { words }),
    }
  }
}
