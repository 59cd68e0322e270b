import type { Clock } from '../clock.ts'

export interface RetryBudgetOptions {
  /** Retries allowed per request, as a share: 0.2 is one for five. */
  readonly share: number
  /** Retries per second that are allowed at any load: without them an idle balancer never retries. */
  readonly minPerSecond?: number
  readonly clock: Clock
}

const windowSeconds = 10

/**
 * Bounds retries to a share of the requests of the last ten seconds or so, so that a dead network cannot
 * multiply the load. A leaky token bucket: each request deposits `share`, each retry takes one, and unused
 * tokens leak away within the window. Source: Finagle's `RetryBudget`
 * (twitter.github.io/finagle/guide/Clients.html).
 */
export class RetryBudget {
  readonly #share: number
  readonly #reserve: number
  readonly #clock: Clock
  #tokens = 0
  #countedMs: number

  constructor({ share, minPerSecond = 5, clock }: RetryBudgetOptions) {
    this.#share = share
    this.#reserve = share === 0 ? 0 : minPerSecond * windowSeconds
    this.#clock = clock
    this.#countedMs = clock.nowMs()
    this.#tokens = this.#reserve
  }

  /** A request has arrived. */
  deposit(): void {
    this.#leak()
    this.#tokens += this.#share
  }

  /** Whether a retry may be made; if so, it is counted. */
  withdraw(): boolean {
    this.#leak()
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }

  /** Moves the tokens towards the reserve: a surplus leaks, a deficit refills. */
  #leak(): void {
    const nowMs = this.#clock.nowMs()
    const elapsed = (nowMs - this.#countedMs) / 1_000 / windowSeconds
    this.#countedMs = nowMs
    if (this.#tokens > this.#reserve) {
      this.#tokens = this.#reserve + (this.#tokens - this.#reserve) * Math.exp(-elapsed)
      return
    }
    this.#tokens = Math.min(this.#reserve, this.#tokens + this.#reserve * elapsed)
  }
}
