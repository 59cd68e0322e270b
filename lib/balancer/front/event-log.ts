import type { BalancerEvent } from '../events.ts'
import { eventWords } from './event-words.ts'

/** Errors of a worker with the same status within this time are one line. */
const silenceMs = 60_000

/** Lines of a log for people: notable events, and of a worker's errors the first message of each kind. */
export class EventLog {
  readonly #loggedMs = new Map<string, number>()

  /** Undefined if nothing is to be logged. */
  lineOf(event: BalancerEvent): string | undefined {
    return event.type === 'error_response' && this.#isRepeated(event)
      ? undefined
      : eventWords(event)
  }

  #isRepeated({ workerId, status, atMs }: BalancerEvent & { type: 'error_response' }): boolean {
    const key = `${status} ${workerId}`
    const reportedMs = this.#loggedMs.get(key)
    if (reportedMs !== undefined && atMs - reportedMs < silenceMs) return true
    this.#loggedMs.set(key, atMs)
    return false
  }
}
