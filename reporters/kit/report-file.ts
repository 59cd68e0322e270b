export interface ReportFileOptions {
  /** Where the report goes, relative to Vitest's root. */
  readonly outputFile?: string
}
