import type { RunSource } from '../lib/record/run/run-record.ts'
import { checkedOptions } from './kit/checked-options.ts'
import { ChunkedReport } from './kit/chunked-report.ts'
import type { ReportFileOptions } from './kit/report-file.ts'
import type { ReportFormats } from './kit/report-formats.ts'
import { openMetricsChunks } from './openmetrics/exposition.ts'

/** OpenMetrics text, for a Prometheus that is to know what runs measured. */
export default class OpenMetricsReporter extends ChunkedReport {
  constructor(options: ReportFileOptions = {}) {
    const { outputFile } = checkedOptions('openmetrics', options, { outputFile: 'string' })
    super({ name: 'openmetrics', outputFile, defaultFile: 'reports/clustergate.prom' })
  }

  protected override chunks(run: RunSource): Iterable<string> {
    return openMetricsChunks(run)
  }
}

/** For `clustergate report --format`. */
export const formats = { openmetrics: () => openMetricsChunks } satisfies ReportFormats
