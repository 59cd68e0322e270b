import { existsSync, rmSync } from 'node:fs'
import type { TestCase, TestModule, Vitest } from 'vitest/node'
import { linesBeside, usualRunFile } from '../lib/record/run/run-files.ts'
import type { RunSource } from '../lib/record/run/run-record.ts'
import { visibleJson } from '../lib/source/visible-text.ts'
import { checkedOptions } from './kit/checked-options.ts'
import { ChunkedReport } from './kit/chunked-report.ts'
import type { FinishedRun } from './kit/collect-run.ts'
import { LiveLog } from './kit/live-log.ts'
import type { ReportFileOptions } from './kit/report-file.ts'
import type { ReportFormats } from './kit/report-formats.ts'
import { isSpecial } from './kit/write-report.ts'

/**
 * The run record as JSON: every measurement, condition, verdict and diagnosis. Beside it, in a file of the same
 * name that ends in `.jsonl`, it writes each case as it ends: what is left of a run that was killed.
 */
export default class JsonReporter extends ChunkedReport {
  readonly #log = new LiveLog()

  constructor(options: ReportFileOptions = {}) {
    const { outputFile } = checkedOptions('json', options, { outputFile: 'string' })
    super({ name: 'json', outputFile, defaultFile: usualRunFile })
  }

  override onInit(vitest: Vitest): void {
    super.onInit(vitest)
    // A pipe or a device has no file beside it, and merging reports loses nothing when killed.
    const { file } = this
    if (file === undefined || isSpecial(file)) return
    const lines = linesBeside(file)
    if (!vitest.config.mergeReports) this.#log.open(vitest, lines)
    else if (existsSync(lines)) rmSync(lines)
  }

  override async onTestRunStart(): Promise<void> {
    super.onTestRunStart()
    const { current } = this
    if (current) this.#log.start(current, await current.environment)
  }

  onTestModuleCollected(module: TestModule): void {
    this.#log.collected(module)
  }

  onTestCaseResult(test: TestCase): void {
    this.#log.ended(test)
  }

  onTestModuleEnd(module: TestModule): void {
    this.#log.fileEnded(module)
  }

  /** @internal */
  protected override report(run: RunSource, finished: FinishedRun): void {
    this.#log.finish(finished.modules, run)
    super.report(run, finished)
  }

  protected override chunks(run: RunSource): Iterable<string> {
    return jsonChunks(run)
  }
}

/** For `clustergate report --format`. */
export const formats = { json: () => jsonChunks } satisfies ReportFormats

/** The run record as JSON, a chunk for each case. */
export function* jsonChunks({ files, ...run }: RunSource): Generator<string> {
  yield `${indented(run, '').slice(0, -2)},\n  "files": [`
  let separator = ''
  for (const { cases, ...file } of files) {
    yield `${separator}\n    ${indented(file, '    ').slice(0, -6)},\n      "cases": [`
    separator = ''
    for (const each of cases) {
      yield `${separator}\n        ${indented(each, '        ')}`
      separator = ','
    }
    yield `${separator && '\n      '}]\n    }`
    separator = ','
  }
  yield `${separator && '\n  '}]\n}\n`
}

/** Indented for use inside another value; texts contain no unescaped line feed. */
function indented(value: object, indent: string): string {
  return visibleJson(JSON.stringify(value, null, 2)).replaceAll('\n', `\n${indent}`)
}
