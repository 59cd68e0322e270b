/** What Vitest knows of `--outputFile` and of who reports. */
export interface OutputConfig {
  readonly outputFile?: string | Readonly<Record<string, string | undefined>>
  readonly reporters?: readonly unknown[]
}

export interface ReportPlace {
  /** Of the report: `junit`, by which `--outputFile.junit` names it. */
  readonly name: string
  /** The reporter's own option. */
  readonly option: string | undefined
  /** Whether `--outputFile` without a name is about it; not where it usually writes no file. */
  readonly takesUnnamed: boolean
}

/**
 * Where a report goes, in the order of Vitest's own reporters: the option of the reporter, then `--outputFile`
 * (or `test.outputFile`), which may name the report as `clustergate/reporters/junit`, or shortly as `junit`
 * where Vitest's reporter of that name takes no part.
 * @returns undefined where nobody says
 */
export function outputFileOf(config: OutputConfig, place: ReportPlace): string | undefined {
  const { name, option, takesUnnamed } = place
  if (option !== undefined) return option
  const { outputFile, reporters = [] } = config
  if (typeof outputFile === 'string') return takesUnnamed ? outputFile : undefined
  const short = reporters.some((each) => nameOf(each) === name) ? undefined : outputFile?.[name]
  return outputFile?.[`clustergate/reporters/${name}`] ?? short
}

function nameOf(reporter: unknown): unknown {
  return Array.isArray(reporter) ? reporter[0] : reporter
}
