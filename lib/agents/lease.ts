import { monotonicMs } from './monotonic-clock.ts'

/**
 * Until when a load may go on without news of its coordinator. The thread that watches renews it, the one that
 * sends looks at it before each request: what was stopped for a while (SIGSTOP, a suspended machine) sends
 * nothing more when it goes on, before anybody could tell it.
 */
export class Lease {
  readonly shared: SharedArrayBuffer
  readonly #untilMs: Float64Array

  constructor(shared = new SharedArrayBuffer(8)) {
    this.shared = shared
    this.#untilMs = new Float64Array(shared)
  }

  renew(forMs: number): void {
    this.#untilMs[0] = monotonicMs() + forMs
  }

  get isOver(): boolean {
    return monotonicMs() > (this.#untilMs[0] ?? 0)
  }
}
