import { renameSync, rmSync, writeFileSync } from 'node:fs'
import type { CheckProgress } from '../checks/check.ts'

/** Messages of a running check for the main process. */
export interface RunningCheck {
  /** The test of the check. */
  readonly title: string
  /** Undefined before the first response. */
  readonly progress?: CheckProgress
  /** Notices for the user, in their order. */
  readonly notices: readonly string[]
}

/** The reader does not read more often than this. */
const writeEveryMs = 500

/**
 * Writes the progress of a check into a file that the main process reads: it works from a thread as well as
 * from a separate process. If the file cannot be written the progress is lost, never the test.
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
      // Renamed, so that the reader never sees an incomplete file.
      writeFileSync(`${this.#file}.new`, JSON.stringify(state))
      renameSync(`${this.#file}.new`, this.#file)
      this.#isWritten = true
    } catch {
      // The temporary folder is full or gone: the run continues without its progress.
    }
  }
}
