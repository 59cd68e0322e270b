import { appendFileSync } from 'node:fs'
import type { RunSource } from '../lib/record/run/run-record.ts'
import { checkedOptions } from './kit/checked-options.ts'
import { ChunkedReport } from './kit/chunked-report.ts'
import type { FinishedRun } from './kit/collect-run.ts'
import type { ReportFileOptions } from './kit/report-file.ts'
import type { ReportFormats } from './kit/report-formats.ts'
import { markdownChunks } from './markdown/document.ts'

export interface MarkdownOptions extends ReportFileOptions {
  /** Whether it also goes to the summary of a GitHub Actions step, where there is one; default true. */
  readonly stepSummary?: boolean
}

/** Markdown for a comment on a pull request, and for the summary page of a workflow. */
export default class MarkdownReporter extends ChunkedReport {
  readonly #hasStepSummary: boolean

  constructor(options: MarkdownOptions = {}) {
    const types = { outputFile: 'string', stepSummary: 'boolean' } as const
    const { outputFile, stepSummary = true } = checkedOptions('markdown', options, types)
    super({ name: 'markdown', outputFile, defaultFile: 'reports/clustergate.md' })
    this.#hasStepSummary = stepSummary
  }

  protected override report(run: RunSource, finished: FinishedRun): void {
    super.report(run, finished)
    const summary = process.env.GITHUB_STEP_SUMMARY
    // Other steps of the job have written to it as well.
    if (!summary || !this.#hasStepSummary) return
    const text = [...this.chunks(run)].join('')
    this.written(summary, () => appendFileSync(summary, text))
  }

  protected override chunks(run: RunSource): Iterable<string> {
    return markdownChunks(run)
  }
}

/** For `clustergate report --format`. */
export const formats = { markdown: () => markdownChunks } satisfies ReportFormats
