import { monotonicMs } from '../monotonic-clock.ts'

/**
 * Until when a load may continue without a sign of life of its coordinator. The watching thread renews it,
 * the sending thread checks it before each request: a process that was suspended (SIGSTOP, a sleeping
 * machine) sends nothing more when it resumes, before any message could reach it.
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
