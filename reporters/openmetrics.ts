import type { RunSource } from '../lib/record/run-record.ts'
import { checkedOptions } from './checked-options.ts'
import { ChunkedReport } from './chunked-report.ts'
import { openMetricsChunks } from './openmetrics/exposition.ts'
import type { ReportFileOptions } from './report-file.ts'

/** OpenMetrics text, for a Prometheus that is to know what runs measured. */
export default class OpenMetricsReporter extends ChunkedReport {
  constructor(options: ReportFileOptions = {}) {
    const { outputFile } = checkedOptions('openmetrics', options, { outputFile: 'string' })
    super({ name: 'openmetrics', option: outputFile, usual: 'reports/clustergate.prom' })
  }

  protected override chunks(run: RunSource): Iterable<string> {
    return openMetricsChunks(run)
  }
}
