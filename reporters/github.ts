import type { RunSource } from '../lib/record/run/run-record.ts'
import { githubChunks } from './github/commands.ts'
import { checkedOptions } from './kit/checked-options.ts'
import { ChunkedReport } from './kit/chunked-report.ts'
import type { FinishedRun } from './kit/collect-run.ts'
import type { ReportFileOptions } from './kit/report-file.ts'
import type { ReportFormats } from './kit/report-formats.ts'

/**
 * Annotations of GitHub Actions on the lines of the spec. Printed in a workflow, nothing elsewhere; with
 * `outputFile` written there, wherever it runs.
 */
export default class GithubReporter extends ChunkedReport {
  constructor(options: ReportFileOptions = {}) {
    const { outputFile } = checkedOptions('github', options, { outputFile: 'string' })
    super({ name: 'github', outputFile })
  }

  /** @internal */
  protected override report(run: RunSource, finished: FinishedRun): void {
    if (this.file !== undefined) {
      super.report(run, finished)
      return
    }
    if (!process.env.GITHUB_ACTIONS) return
    for (const line of this.chunks(run)) finished.vitest.logger.log(line.trimEnd())
  }

  protected override chunks(run: RunSource): Iterable<string> {
    const root = this.vitest?.config.root ?? process.cwd()
    return githubChunks(run, { root, workspace: process.env.GITHUB_WORKSPACE ?? root })
  }
}

/** For `clustergate report --format`. */
export const formats = {
  github:
    () =>
    (run, { root }) =>
      githubChunks(run, { root, workspace: process.env.GITHUB_WORKSPACE ?? root }),
} satisfies ReportFormats
