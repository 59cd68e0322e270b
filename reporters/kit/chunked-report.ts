import { relative, resolve } from 'node:path'
import type { SerializedError } from 'vitest'
import type { Reporter, TestModule, TestRunEndReason, Vitest } from 'vitest/node'
import type { RunSource } from '../../lib/record/run/run-record.ts'
import { type FinishedRun, runOf } from './collect-run.ts'
import { CurrentRun } from './current-run.ts'
import { outputFileOf } from './output-file.ts'
import { isSystemError, unwritable } from './unwritable.ts'
import { isSpecial, writeReport } from './write-report.ts'

/**
 * The file of a report.
 * @example
 * const settings: ReportFileSettings = { name: 'csv', outputFile, defaultFile: 'reports/clustergate.csv' }
 */
export interface ReportFileSettings {
  /** Of the report: `junit`, as in `--outputFile.junit`. */
  readonly name: string
  /** The option `outputFile` of the reporter, which overrides the command line. */
  readonly outputFile: string | undefined
  /** The default path, relative to Vitest's root; absent if it is not a file by default. */
  readonly defaultFile?: string
}

/**
 * A reporter that writes one file at the end of a run, chunk by chunk, so that the report is never
 * completely in memory; each format implements `chunks`. The file always is a complete report: of this run,
 * or at its start one that states that the run has not ended.
 * @example
 * export default class CsvReporter extends ChunkedReport {
 *   constructor({ outputFile }: ReportFileOptions = {}) {
 *     super({ name: 'csv', outputFile, defaultFile: 'reports/clustergate.csv' })
 *   }
 *
 *   protected override *chunks(run: RunSource) {
 *     for (const { file, cases } of run.files) {
 *       for (const { name, status } of cases) yield `${JSON.stringify([file, name, status])}\n`
 *     }
 *   }
 * }
 */
export abstract class ChunkedReport implements Reporter {
  /** The running Vitest; undefined before the start. */
  protected vitest: Vitest | undefined
  /** @internal */
  protected current: CurrentRun | undefined
  /** The path of the report; absent if it is not a file. */
  protected file: string | undefined
  readonly #settings: ReportFileSettings
  /** This run has replaced the report of an earlier one. */
  #isBegun = false

  protected constructor(settings: ReportFileSettings) {
    this.#settings = settings
  }

  /** The text of the report in chunks, in order; a line feed ends the last one. */
  protected abstract chunks(run: RunSource): Iterable<string>

  /** Vitest calls this before the first run. */
  onInit(vitest: Vitest): void {
    this.vitest = vitest
    const { name, outputFile: option, defaultFile } = this.#settings
    const place = { name, option, takesUnnamed: defaultFile !== undefined }
    const path = outputFileOf(vitest.config, place) ?? defaultFile
    this.file = path === undefined ? undefined : resolve(vitest.config.root, path)
  }

  /**
   * Replaces the report of an earlier run, so that it is not mistaken for this one's if this run is killed.
   */
  onTestRunStart(): void | Promise<void> {
    const { vitest, file } = this
    if (!vitest) return
    this.current = CurrentRun.join(vitest, this)
    this.#isBegun = false
    if (file === undefined || isSpecial(file) || !this.current.claim(file, this)) return
    try {
      writeReport(file, this.chunks(this.current.unfinished()), vitest.config.root)
      this.#isBegun = true
    } catch (error) {
      // It is reported once, at the end.
      if (!isSystemError(error)) throw error
    }
  }

  /** Writes the report. */
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

  /** @internal */
  protected report(run: RunSource, _finished: FinishedRun): void {
    const { file, current } = this
    if (file === undefined || !current) return
    const { name } = this.#settings
    if (!current.claim(file, this)) {
      this.say(
        `${shown(file)} is already another report, so ${name} was not written: give each its own file, e.g. \`--outputFile.${name}=FILE\``,
      )
      return
    }
    this.written(file, () => writeReport(file, this.chunks(run), this.vitest?.config.root))
  }

  /** Reports that a file was written, or why it could not be: the results of the tests are valid anyway. */
  protected written(file: string, write: () => void): void {
    try {
      write()
      this.say(shown(file))
    } catch (error) {
      if (!isSystemError(error)) throw error
      this.say(unwritable(file, error, this.#isBegun ? 'says that the run was cut off' : undefined))
    }
  }

  /** To standard error, because another reporter may use standard output. */
  protected say(words: string): void {
    this.vitest?.logger.error(` report: ${words}`)
  }
}

function shown(file: string): string {
  return relative(process.cwd(), file)
}
