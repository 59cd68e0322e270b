import type { RunSource } from '../lib/record/run/run-record.ts'
import { junitChunks } from './junit/document.ts'
import type { Dialect } from './junit/elements.ts'
import { checkedOptions } from './kit/checked-options.ts'
import { ChunkedReport } from './kit/chunked-report.ts'
import type { ReportFileOptions } from './kit/report-file.ts'
import type { ReportFormats } from './kit/report-formats.ts'

export interface JUnitOptions extends ReportFileOptions {
  /**
   * `rich` (default): file, line and metrics of each case, as GitLab, Testmo and GitHub's actions read them.
   * `strict`: nothing that the schema of Jenkins' xUnit plugin, junit-10.xsd, does not have.
   */
  readonly dialect?: Dialect
}

/** JUnit XML: a case per test and worker, its metrics as properties. */
export default class JUnitReporter extends ChunkedReport {
  readonly #dialect: Dialect

  constructor(options: JUnitOptions = {}) {
    const types = { outputFile: 'string', dialect: 'string' } as const
    const { outputFile, dialect = 'rich' } = checkedOptions('junit', options, types)
    super({ name: 'junit', outputFile, defaultFile: 'reports/clustergate.junit.xml' })
    if (dialect !== 'rich' && dialect !== 'strict') {
      throw new TypeError(`the JUnit reporter's dialect is ${dialect}: expected rich or strict`)
    }
    this.#dialect = dialect
  }

  protected override chunks(run: RunSource): Iterable<string> {
    return junitChunks(run, this.#dialect)
  }
}

/** For `clustergate report --format`. */
export const formats = {
  junit: () => (run) => junitChunks(run, 'rich'),
  'junit-strict': () => (run) => junitChunks(run, 'strict'),
} satisfies ReportFormats
