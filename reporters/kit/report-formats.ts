import type { RunSource } from '../../lib/record/run/run-record.ts'

export interface RenderOptions {
  /** Base of the file paths in a record. */
  readonly root: string
}

/** The text of a report in chunks, in order. */
export type Render = (run: RunSource, options: RenderOptions) => Iterable<string>

/** The formats of a reporter by their names in `clustergate report --format`. */
export type ReportFormats = Readonly<Record<string, () => Render | Promise<Render>>>
