import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import type { SerializedError } from 'vitest'
import type { Reporter, TestModule, Vitest } from 'vitest/node'
import type { RunRecord } from '../lib/record/run-record.ts'
import { collectRun } from './collect-run.ts'

export interface ReportFileOptions {
  /** Where the report goes, relative to Vitest's root. */
  readonly outputFile?: string
}

/** A reporter that writes one file at the end of a run; each format says how. */
export abstract class ReportFile implements Reporter {
  readonly #outputFile: string
  #vitest: Vitest | undefined
  #startedMs = Date.now()

  protected constructor(outputFile: string) {
    this.#outputFile = outputFile
  }

  protected abstract render(run: RunRecord): string

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestRunStart(): void {
    this.#startedMs = Date.now()
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const vitest = this.#vitest
    if (!vitest) return
    const file = resolve(vitest.config.root, this.#outputFile)
    writeWhole(file, this.render(collectRun(vitest, modules, errors, this.#startedMs)))
    // To standard error, since another reporter may own the standard output.
    vitest.logger.error(` report: ${relative(process.cwd(), file)}`)
  }
}

/** Whoever reads the file finds the old report or the new one, never half of one. */
function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const unfinished = `${file}.${process.pid}.tmp`
  writeFileSync(unfinished, text)
  renameSync(unfinished, file)
}
