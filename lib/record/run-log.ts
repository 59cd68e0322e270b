import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { RunLine } from './run-lines.ts'

/**
 * Writes a run as JSON Lines while it happens. A line is with the operating system before `write` returns:
 * it survives the end of this process, by whatever signal.
 */
export class RunLog implements Disposable {
  readonly #descriptor: number

  /** Begins anew: what an earlier run left in the file goes. */
  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true })
    this.#descriptor = openSync(path, 'w')
  }

  write(line: RunLine): void {
    // In one call, and as a whole where the system takes it in pieces.
    writeFileSync(this.#descriptor, `${JSON.stringify(line)}\n`)
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor)
  }
}
