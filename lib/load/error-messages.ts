import type { BalancerEvent } from '../balancer/events.ts'
import type { LoadRecord } from '../record/load-record.ts'
import { redirectWords } from '../servers/redirect.ts'

/** The first error message of each worker and status, including those of requests that were resent. */
export class ErrorMessages {
  readonly #byWorker = new Map<string, Map<string, string>>()

  note(event: BalancerEvent): void {
    if (event.type !== 'error_response') return
    const { workerId, status, words, redirectsTo } = event
    const said = redirectsTo === undefined ? words : redirectWords(redirectsTo)
    const known = this.#byWorker.get(workerId) ?? new Map<string, string>()
    if (said === undefined || known.has(`HTTP ${status}`)) return
    this.#byWorker.set(workerId, known.set(`HTTP ${status}`, said))
  }

  reset(): void {
    this.#byWorker.clear()
  }

  /** By worker and `HTTP 503`; undefined: none. */
  toRecord(): LoadRecord['said'] {
    if (this.#byWorker.size === 0) return undefined
    const entries = [...this.#byWorker].map(([id, said]) => [id, Object.fromEntries(said)])
    return Object.fromEntries(entries)
  }
}
