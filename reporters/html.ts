import { resolve } from 'node:path'
import type { SerializedError } from 'vitest'
import type { TestModule, TestRunEndReason } from 'vitest/node'
import { defaultHistoryFile } from '../lib/history/store.ts'
import type { RunSource } from '../lib/record/run/run-record.ts'
import { PastRuns } from './html/data/past-runs.ts'
import { pageChunks } from './html/page.ts'
import { checkedOptions } from './kit/checked-options.ts'
import { ChunkedReport } from './kit/chunked-report.ts'
import type { ReportFileOptions } from './kit/report-file.ts'
import type { ReportFormats } from './kit/report-formats.ts'

export interface HtmlOptions extends ReportFileOptions {
  /** The database of the earlier runs, relative to Vitest's root; default `.clustergate/history.db`. */
  readonly history?: string
}

/** One page to look at: the verdict with its causes, budgets drawn on measurements, charts of loads, trends. */
export default class HtmlReporter extends ChunkedReport {
  readonly #history: string
  #past: PastRuns | undefined

  constructor(options: HtmlOptions = {}) {
    const types = { outputFile: 'string', history: 'string' } as const
    const { outputFile, history = defaultHistoryFile } = checkedOptions('html', options, types)
    super({ name: 'html', outputFile, defaultFile: 'reports/clustergate.html' })
    this.#history = history
  }

  override async onTestRunEnd(
    modules: readonly TestModule[],
    unhandled: readonly SerializedError[],
    reason: TestRunEndReason,
  ): Promise<void> {
    if (!this.vitest) return
    const { root } = this.vitest.config
    using past = await PastRuns.open(resolve(root, this.#history), root)
    this.#past = past
    await super.onTestRunEnd(modules, unhandled, reason)
  }

  protected override chunks(run: RunSource): Iterable<string> {
    return htmlChunks(run, this.#past)
  }
}

/** For `clustergate report --format`: the history is in the folder where the command is called. */
export const formats = { html: () => htmlWithHistory(process.cwd()) } satisfies ReportFormats

/**
 * The report of a run as one self-contained HTML file, in chunks: no script, no request, everything of the
 * record escaped.
 * @param past earlier runs; without them no trend is drawn
 */
export function htmlChunks(run: RunSource, past?: PastRuns): Iterable<string> {
  return pageChunks(run, past)
}

/**
 * Creates the page like `htmlChunks`, with trends if a folder has a history, which is closed at the end.
 * @param root of the project under test
 */
export async function htmlWithHistory(root: string): Promise<(run: RunSource) => Iterable<string>> {
  const past = await PastRuns.open(resolve(root, defaultHistoryFile), root)
  return function* (run) {
    using opened = past
    yield* htmlChunks(run, opened)
  }
}

/** Like `htmlChunks`, as one text. */
export function renderHtml(run: RunSource, past?: PastRuns): string {
  return [...htmlChunks(run, past)].join('')
}
