import type { RunRecord } from '../lib/record/run-record.ts'
import { page } from './html/page.ts'
import { ReportFile, type ReportFileOptions } from './report-file.ts'

/** One page to look at: the verdict with its causes, budgets drawn on measurements, charts of loads. */
export default class HtmlReporter extends ReportFile {
  constructor({ outputFile = 'reports/clustergate.html' }: ReportFileOptions = {}) {
    super(outputFile)
  }

  protected override render(run: RunRecord): string {
    return renderHtml(run)
  }
}

/**
 * The report of a run as one self-contained HTML file: no script, no request, everything of the record
 * escaped.
 */
export function renderHtml(run: RunRecord): string {
  return page(run)
}
