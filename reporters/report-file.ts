import { type RunRecord, type RunSource, wholeRun } from '../lib/record/run-record.ts'
import { ChunkedReport } from './chunked-report.ts'

export interface ReportFileOptions {
  /** Where the report goes, relative to Vitest's root. */
  readonly outputFile?: string
}

/** A reporter of a format that needs the whole run at once. */
export abstract class ReportFile extends ChunkedReport {
  protected abstract render(run: RunRecord): string

  protected override chunks(run: RunSource): Iterable<string> {
    return [this.render(wholeRun(run))]
  }
}
