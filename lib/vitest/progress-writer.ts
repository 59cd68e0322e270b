import { renameSync, rmSync, writeFileSync } from 'node:fs'
import type { CheckProgress } from '../checks/check.ts'

/** What a running check tells the main process. */
export interface RunningCheck {
  /** The test that it belongs to. */
  readonly title: string
  /** Undefined before the first response. */
  readonly progress?: CheckProgress
  /** What the user should know, in the order in which it was said. */
  readonly notices: readonly string[]
}

/** More often than this nobody reads the file. */
const writeEveryMs = 500

/**
 * Writes how far a check is into a file that the main process reads: it works from a thread as well as
 * from a process of its own. A file that cannot be written costs the progress, never the test.
 */
export class ProgressWriter implements Disposable {
  readonly #file: string
  #state: RunningCheck
  #writtenMs = Number.NEGATIVE_INFINITY
  #isWritten = false

  constructor(file: string, title: string) {
    this.#file = file
    this.#state = { title, notices: [] }
  }

  readonly update = (progress: CheckProgress): void => {
    const nowMs = performance.now()
    if (nowMs - this.#writtenMs < writeEveryMs) return
    this.#writtenMs = nowMs
    this.#write({ ...this.#state, progress })
  }

  readonly notice = (text: string): void => {
    this.#write({ ...this.#state, notices: [...this.#state.notices, text] })
  };

  [Symbol.dispose](): void {
    if (this.#isWritten) rmSync(this.#file, { force: true })
  }

  #write(state: RunningCheck): void {
    this.#state = state
    try {
      // Renamed, so that the reader never sees half a file.
      writeFileSync(`${this.#file}.new`, JSON.stringify(state))
      renameSync(`${this.#file}.new`, this.#file)
      this.#isWritten = true
    } catch {
      // The temporary folder is full or gone: the run goes on without its progress.
    }
  }
}
