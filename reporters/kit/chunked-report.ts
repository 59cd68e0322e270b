import { relative, resolve } from 'node:path'
import type { SerializedError } from 'vitest'
import type { Reporter, TestModule, TestRunEndReason, Vitest } from 'vitest/node'
import type { RunSource } from '../../lib/record/run/run-record.ts'
import { type FinishedRun, runOf } from './collect-run.ts'
import { CurrentRun } from './current-run.ts'
import { outputFileOf } from './output-file.ts'
import { isSystemError, unwritable } from './unwritable.ts'
import { isSpecial, writeReport } from './write-report.ts'

/** Which file a report is, and who says so. */
export interface ReportFileSetting {
  /** Of the report: `junit`, as in `--outputFile.junit`. */
  readonly name: string
  /** The option `outputFile` of the reporter. */
  readonly option: string | undefined
  /** Where it goes unless somebody says otherwise, relative to Vitest's root; absent where it is no file then. */
  readonly usual?: string
}

/** A reporter that writes one file at the end of a run, piece by piece; each format says how. */
export abstract class ChunkedReport implements Reporter {
  protected vitest: Vitest | undefined
  protected current: CurrentRun | undefined
  /** The path of the report; absent where it is not to be a file. */
  protected file: string | undefined
  readonly #setting: ReportFileSetting

  protected constructor(setting: ReportFileSetting) {
    this.#setting = setting
  }

  /** The text of the report in pieces, in order; a line feed ends the last one. */
  protected abstract chunks(run: RunSource): Iterable<string>

  onInit(vitest: Vitest): void {
    this.vitest = vitest
    const { name, option, usual } = this.#setting
    const place = { name, option, takesUnnamed: usual !== undefined }
    const path = outputFileOf(vitest.config, place) ?? usual
    this.file = path === undefined ? undefined : resolve(vitest.config.root, path)
  }

  /** Replaces the report of an earlier run, so that nobody takes it for this one's if this run is killed. */
  onTestRunStart(): void | Promise<void> {
    const { vitest, file } = this
    if (!vitest) return
    this.current = CurrentRun.join(vitest, this)
    if (file === undefined || isSpecial(file) || !this.current.claim(file, this)) return
    try {
      writeReport(file, this.chunks(this.current.unfinished()))
    } catch (error) {
      // It is reported once, at the end.
      if (!isSystemError(error)) throw error
    }
  }

  async onTestRunEnd(
    modules: readonly TestModule[],
    unhandled: readonly SerializedError[],
    reason: TestRunEndReason,
  ): Promise<void> {
    const { vitest, current } = this
    if (!vitest || !current) return
    const { startedMs } = current
    const durationMs = current.end()
    const environment = await current.environment
    const finished = { vitest, modules, unhandled, reason, startedMs, durationMs, environment }
    this.report(runOf(finished), finished)
  }

  protected report(run: RunSource, _finished: FinishedRun): void {
    const { file, current } = this
    if (file === undefined || !current) return
    const { name } = this.#setting
    if (!current.claim(file, this)) {
      this.say(
        `${shown(file)} is another report already, so ${name} was not written: give each a file of its own, e.g. \`--outputFile.${name}=FILE\``,
      )
      return
    }
    this.written(file, () => writeReport(file, this.chunks(run)))
  }

  /** Says that a file was written, or why it could not be: what the tests found is right all the same. */
  protected written(file: string, write: () => void): void {
    try {
      write()
      this.say(shown(file))
    } catch (error) {
      if (!isSystemError(error)) throw error
      this.say(unwritable(file, error))
    }
  }

  /** To standard error, since another reporter may own the standard output. */
  protected say(words: string): void {
    this.vitest?.logger.error(` report: ${words}`)
  }
}

function shown(file: string): string {
  return relative(process.cwd(), file)
}
