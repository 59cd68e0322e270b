/** The parts of Vitest that know `--outputFile` and the reporters. */
export interface OutputConfig {
  readonly outputFile?: string | Readonly<Record<string, string | undefined>>
  readonly reporters?: readonly unknown[]
}

export interface ReportPlace {
  /** Name of the report: `junit`, for `--outputFile.junit`. */
  readonly name: string
  /** The reporter's own option. */
  readonly option: string | undefined
  /** Whether `--outputFile` without a name applies to it; not if it is not a file by default. */
  readonly takesUnnamed: boolean
}

/**
 * The destination of a report, in the order of Vitest's own reporters: the option of the reporter, then
 * `--outputFile` (or `test.outputFile`), which may name the report as `clustergate/reporters/junit`, or in
 * short `junit` if Vitest's reporter of that name is not active.
 * @returns undefined if none is set
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
