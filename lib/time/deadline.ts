import { setMaxListeners } from 'node:events'

/**
 * A signal that aborts when one of the given signals does, or when its time is over; its creator ends it.
 * `AbortSignal.any([signal, AbortSignal.timeout(ms)])` looks the same, but holds its sources weakly: a
 * garbage collection may drop the time-out, and the wait then never ends (nodejs/node #57736, #54614). A
 * timer and plain listeners are held by Node.js itself. Nothing else in this package makes either.
 *
 * @example
 * using deadline = new Deadline({ timeoutMs: 500, signals: [signal] })
 * await fetch(url, { signal: deadline.signal })
 */
export class Deadline implements Disposable {
  readonly #controller = new AbortController()
  readonly #signals: readonly AbortSignal[]
  readonly #timer: NodeJS.Timeout | undefined
  readonly #follow = (event: Event) => this.#abort((event.target as AbortSignal).reason)
  #isOver = false

  /** @param options without `timeoutMs` it only follows the signals */
  constructor({
    timeoutMs,
    signals = [],
  }: {
    readonly timeoutMs?: number
    readonly signals?: readonly AbortSignal[]
  }) {
    this.#signals = signals
    const aborted = signals.find((signal) => signal.aborted)
    if (aborted) {
      this.#controller.abort(aborted.reason)
      return
    }
    // Many waits may use the same signal at once, and each removes its listener.
    setMaxListeners(0, ...signals, this.#controller.signal)
    for (const signal of signals) signal.addEventListener('abort', this.#follow, { once: true })
    if (timeoutMs === undefined) return
    this.#timer = setTimeout(() => {
      this.#isOver = true
      this.#abort(new DOMException(`not done within ${timeoutMs}ms`, 'TimeoutError'))
    }, timeoutMs)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Whether its own time has passed, before another signal aborted it. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** Ends the wait for time and signals; its own signal is unchanged. */
  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    for (const signal of this.#signals) signal.removeEventListener('abort', this.#follow)
  }

  #abort(reason: unknown): void {
    this[Symbol.dispose]()
    this.#controller.abort(reason)
  }
}
