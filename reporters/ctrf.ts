import type { RunSource } from '../lib/record/run/run-record.ts'
import { ctrfChunks } from './ctrf/document.ts'
import { checkedOptions } from './kit/checked-options.ts'
import { ChunkedReport } from './kit/chunked-report.ts'
import type { ReportFileOptions } from './kit/report-file.ts'
import type { ReportFormats } from './kit/report-formats.ts'

/** CTRF, the Common Test Report Format: JSON that tools of many test runners share. */
export default class CtrfReporter extends ChunkedReport {
  constructor(options: ReportFileOptions = {}) {
    const { outputFile } = checkedOptions('ctrf', options, { outputFile: 'string' })
    super({ name: 'ctrf', outputFile, defaultFile: 'reports/clustergate.ctrf.json' })
  }

  protected override chunks(run: RunSource): Iterable<string> {
    return ctrfChunks(run)
  }
}

/** For `clustergate report --format`. */
export const formats = { ctrf: () => ctrfChunks } satisfies ReportFormats
