/**
 * The options of a reporter that writes one file.
 * @example
 * const options: ReportFileOptions = { outputFile: 'reports/run.json' }
 */
export interface ReportFileOptions {
  /** Path of the report, relative to Vitest's root. */
  readonly outputFile?: string
}
