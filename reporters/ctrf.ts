import type { RunSource } from '../lib/record/run-record.ts'
import { checkedOptions } from './checked-options.ts'
import { ChunkedReport } from './chunked-report.ts'
import { ctrfChunks } from './ctrf/document.ts'
import type { ReportFileOptions } from './report-file.ts'

/** CTRF, the Common Test Report Format: JSON that tools of many test runners share. */
export default class CtrfReporter extends ChunkedReport {
  constructor(options: ReportFileOptions = {}) {
    const { outputFile } = checkedOptions('ctrf', options, { outputFile: 'string' })
    super({ name: 'ctrf', option: outputFile, usual: 'reports/clustergate.ctrf.json' })
  }

  protected override chunks(run: RunSource): Iterable<string> {
    return ctrfChunks(run)
  }
}
