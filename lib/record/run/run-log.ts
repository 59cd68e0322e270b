import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { visibleJson } from '../../source/visible-text.ts'
import { draftOf } from './run-files.ts'
import type { RunLine } from './run-lines.ts'

const chunkBytes = 256 * 1024

/**
 * Writes a run as JSON Lines while it happens. A line is passed to the operating system before `write`
 * returns: it survives the end of this process, by any signal.
 *
 * The file is this run's alone. It gets its name with its first line, in the place of what an earlier run
 * left there; a run that begins meanwhile takes the name over, and this one goes on in its own file, which
 * has no name until `finish`.
 */
export class RunLog implements Disposable {
  readonly #path: string
  readonly #descriptor: number
  #draft: string | undefined

  constructor(path: string) {
    this.#path = path
    mkdirSync(dirname(path), { recursive: true })
    this.#draft = draftOf(path)
    this.#descriptor = openSync(this.#draft, 'wx+')
  }

  write(line: RunLine): void {
    // In one call, and completely even if the system writes it in parts.
    writeFileSync(this.#descriptor, `${visibleJson(JSON.stringify(line))}\n`)
    if (this.#draft === undefined) return
    renameSync(this.#draft, this.#path)
    this.#draft = undefined
  }

  /** Of several concurrent runs, the last to end keeps its lines, like its report. */
  finish(): void {
    const own = fstatSync(this.#descriptor, { bigint: true })
    const named = statSync(this.#path, { bigint: true, throwIfNoEntry: false })
    if (named?.dev === own.dev && named.ino === own.ino) return
    const draft = draftOf(this.#path)
    try {
      this.#copyTo(draft)
      renameSync(draft, this.#path)
    } catch (error) {
      rmSync(draft, { force: true })
      throw error
    }
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor)
    if (this.#draft !== undefined) rmSync(this.#draft, { force: true })
  }

  #copyTo(path: string): void {
    const copy = openSync(path, 'wx')
    const chunk = Buffer.allocUnsafe(chunkBytes)
    try {
      for (let at = 0; ; ) {
        const bytes = readSync(this.#descriptor, chunk, 0, chunkBytes, at)
        if (bytes === 0) return
        writeFileSync(copy, chunk.subarray(0, bytes))
        at += bytes
      }
    } finally {
      closeSync(copy)
    }
  }
}
