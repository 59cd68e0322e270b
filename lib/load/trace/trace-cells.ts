import { csvFault, csvParser } from '../../source/csv-parser.ts'
import { nearestName } from '../../source/nearest-name.ts'
import { UserError } from '../../source/user-error.ts'

/** The time of one line, as written. */
export interface TraceCell {
  readonly line: number
  readonly column: number
  readonly endColumn: number
  /** Undefined: there is none. */
  readonly value: unknown
  /** Why the line cannot be read. */
  readonly fault?: string
}

/** The values of one field in a file with a JSON object, or a bare number, per line. */
export function* jsonLinesCells(text: string, _file: string, field: string): Generator<TraceCell> {
  let line = 0
  for (const content of text.split('\n')) {
    line += 1
    if (content.trim() === '') continue
    const place = { line, column: 1, endColumn: content.length + 1 }
    let value: unknown
    try {
      value = JSON.parse(content)
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      yield { ...place, value: undefined, fault: 'this line is not valid JSON' }
      continue
    }
    if (typeof value !== 'object' || value === null) {
      yield { ...place, value }
      continue
    }
    const name = namedLike(field, Object.keys(value))
    const start = name === undefined ? 0 : content.indexOf(JSON.stringify(name))
    yield {
      ...place,
      column: start + 1,
      value: name === undefined ? undefined : (value as Record<string, unknown>)[name],
    }
  }
}

interface CsvLine {
  readonly record: readonly string[]
  readonly raw: string
  readonly info: { readonly lines: number }
}

/**
 * The values of one column in a CSV file (RFC 4180) whose first line names its columns.
 * @throws UserError if it cannot be read, or has no such column
 */
export function* csvCells(text: string, file: string, field: string): Generator<TraceCell> {
  const [header, ...lines] = csvLines(text, file)
  if (!header) return
  const name = namedLike(field, header.record)
  if (name === undefined) throw noColumn(header, file, field)
  const index = header.record.indexOf(name)
  for (const { record, raw, info } of lines) {
    const value = record[index]
    // A quoted value is found by its text; an unquoted one by the text before it.
    const before = raw.includes('"')
      ? Math.max(0, (raw.trimEnd().split('\n').at(-1) ?? '').indexOf(value ?? ''))
      : record.slice(0, index).join(',').length + (index > 0 ? 1 : 0)
    const column = value === undefined ? 1 : before + 1
    const endColumn = column + Math.max(1, value?.length ?? raw.trimEnd().length)
    yield { line: info.lines, column, endColumn, value }
  }
}

function csvLines(text: string, file: string): readonly CsvLine[] {
  const { CsvError, parse } = csvParser()
  try {
    const options = { info: true, raw: true, relax_column_count: true, skip_empty_lines: true }
    return parse(text, options) as unknown as readonly CsvLine[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const { message, line } = csvFault(error)
    throw new UserError([
      {
        code: 'invalid_trace_line',
        message: `not valid CSV: ${message}`,
        place: { file, line, column: 1 },
      },
    ])
  }
}

function noColumn({ record, raw, info }: CsvLine, file: string, field: string) {
  const suggestion = nearestName(field, record)
  const endColumn = raw.trimEnd().length + 1
  return new UserError([
    {
      code: 'missing_trace_column',
      message: `there is no column \`${field}\``,
      place: { file, line: info.lines, column: 1, endColumn },
      expected: `a first line that names its columns, \`${field}\` among them`,
      ...(suggestion !== undefined && { suggestion }),
    },
  ])
}

/** The name of the field among these, in any case. */
function namedLike(field: string, names: readonly string[]): string | undefined {
  const wanted = field.toLowerCase()
  return names.find((name) => name.trim().toLowerCase() === wanted)
}
