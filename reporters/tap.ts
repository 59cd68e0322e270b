import type { RunSource } from '../lib/record/run/run-record.ts'
import { checkedOptions } from './kit/checked-options.ts'
import { ChunkedReport } from './kit/chunked-report.ts'
import type { ReportFileOptions } from './kit/report-file.ts'
import type { ReportFormats } from './kit/report-formats.ts'
import { tapChunks } from './tap/document.ts'

/** TAP 14, the Test Anything Protocol: a line per case, its metrics and messages as YAML below. */
export default class TapReporter extends ChunkedReport {
  constructor(options: ReportFileOptions = {}) {
    const { outputFile } = checkedOptions('tap', options, { outputFile: 'string' })
    super({ name: 'tap', outputFile, defaultFile: 'reports/clustergate.tap' })
  }

  protected override chunks(run: RunSource): Iterable<string> {
    return tapChunks(run)
  }
}

/** For `clustergate report --format`. */
export const formats = { tap: () => tapChunks } satisfies ReportFormats
