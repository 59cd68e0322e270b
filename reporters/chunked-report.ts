import { relative, resolve } from 'node:path'
import type { SerializedError } from 'vitest'
import type { Reporter, TestModule, TestRunEndReason, Vitest } from 'vitest/node'
import type { RunSource } from '../lib/record/run-record.ts'
import { type FinishedRun, runOf } from './collect-run.ts'
import { CurrentRun } from './current-run.ts'
import { writeReport } from './write-report.ts'

/** A reporter that writes one file at the end of a run, piece by piece; each format says how. */
export abstract class ChunkedReport implements Reporter {
  protected readonly outputFile: string
  protected vitest: Vitest | undefined
  protected current: CurrentRun | undefined

  /** @param outputFile relative to Vitest's root */
  protected constructor(outputFile: string) {
    this.outputFile = outputFile
  }

  /** The text of the report in pieces, in order; a line feed ends the last one. */
  protected abstract chunks(run: RunSource): Iterable<string>

  onInit(vitest: Vitest): void {
    this.vitest = vitest
  }

  onTestRunStart(): void | Promise<void> {
    if (this.vitest) this.current = CurrentRun.join(this.vitest, this)
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

  protected report(run: RunSource, { vitest }: FinishedRun): void {
    const file = resolve(vitest.config.root, this.outputFile)
    writeReport(file, this.chunks(run))
    // To standard error, since another reporter may own the standard output.
    vitest.logger.error(` report: ${relative(process.cwd(), file)}`)
  }
}
