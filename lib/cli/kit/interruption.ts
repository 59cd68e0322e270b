import { exitCodes } from './exit-codes.ts'

const stopSignals = ['SIGINT', 'SIGTERM'] as const

/**
 * Ctrl-C and SIGTERM while a command runs: the first one ends requests in flight, so that measurements so
 * far can be reported; a second one ends the process at once.
 */
export class Interruption implements Disposable {
  readonly #controller = new AbortController()
  readonly #report: (words: string) => void

  /** @param tell called at the first signal */
  constructor(report: (words: string) => void) {
    this.#report = report
    // Not `once`: execa ends the process itself if it finds no other listener.
    for (const signal of stopSignals) process.on(signal, this.#stop)
  }

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  [Symbol.dispose](): void {
    for (const signal of stopSignals) process.off(signal, this.#stop)
  }

  readonly #stop = (signal: NodeJS.Signals): void => {
    if (this.signal.aborted) process.exit(exitCodes.interrupted)
    this.#report(`${signal}: stopping with the results so far; once more exits at once`)
    this.#controller.abort()
  }
}
