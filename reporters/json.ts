import type { RunRecord } from '../lib/record/run-record.ts'
import { ReportFile, type ReportFileOptions } from './report-file.ts'

/** The run record as JSON: every measurement, condition, verdict and diagnosis. */
export default class JsonReporter extends ReportFile {
  constructor({ outputFile = 'reports/clustergate.json' }: ReportFileOptions = {}) {
    super(outputFile)
  }

  protected override render(run: RunRecord): string {
    return `${JSON.stringify(run, null, 2)}\n`
  }
}
