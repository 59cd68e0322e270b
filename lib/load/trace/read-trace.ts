import { extname, resolve } from 'node:path'
import { frameOf, maskedLines } from '../../source/code-frame.ts'
import { readText } from '../../source/files/read-text.ts'
import { type Place, type Problem, UserError } from '../../source/user-error.ts'
import { csvCells, jsonLinesCells, type TraceCell } from './trace-cells.ts'

export interface TraceOptions {
  /** The name of the field with the time, in any case; default `timestamp`. */
  readonly field?: string
  /** The unit of numbers; default milliseconds. Dates need no unit. */
  readonly unit?: 'ms' | 's'
}

/** Enough for a million lines of a production trace. */
const maxBytes = 64 * 1024 * 1024
/** At most this many mistakes are reported, because the same one is usually repeated. */
const maxProblems = 10

const readers: Readonly<Record<string, typeof csvCells>> = {
  '.csv': csvCells,
  '.jsonl': jsonLinesCells,
  '.ndjson': jsonLinesCells,
}

/**
 * Reads the arrival times of requests, from a CSV file whose first line names its columns, or from a file
 * with a JSON object per line. A time is a number, or a date such as `2023-11-16 18:17:03.979` (UTC without
 * a zone).
 * @returns milliseconds since the first one, in the order of the file, one for each line
 * @throws UserError with the position of each mistake: an unknown field, an invalid time, a time before the
 * last
 */
export async function readTrace(file: string, options: TraceOptions = {}): Promise<number[]> {
  const { field = 'timestamp', unit = 'ms' } = options
  const path = resolve(file)
  const read = readers[extname(path).toLowerCase()]
  if (!read) {
    throw new UserError([
      {
        code: 'unknown_trace_format',
        message: `the trace ${file} is not in a supported format`,
        expected: `a file that ends in ${Object.keys(readers).join(', ')}`,
      },
    ])
  }
  const text = (await readText(path, maxBytes)).replace(/^\ufeff/, '')
  const { times, problems } = timesOf(read(text, path, field), field, unit)
  if (problems.length > 0) {
    // Without any time it may be another file, whose content may be secret.
    const isTrace = times.length > 0
    const bare = problems.map((each) => problemOf(each, path, each.isOfValue ? 'this ' : ''))
    throw new UserError(isTrace ? withFrames(problems, text, path) : bare)
  }
  const [first] = times
  if (first === undefined) {
    throw new UserError([{ code: 'empty_trace', message: `the trace ${file} has no line` }])
  }
  return times.map((ms) => ms - first)
}

interface Mistake extends Pick<Problem, 'code' | 'expected'> {
  readonly cell: TraceCell
  /** What is wrong with the value, or with the line. */
  readonly message: string
  /** Whether the message is about the value, which it does not quote. */
  readonly isOfValue: boolean
}

function timesOf(cells: Iterable<TraceCell>, field: string, unit: 'ms' | 's') {
  const times: number[] = []
  const problems: Mistake[] = []
  for (const cell of cells) {
    const ms = timeOf(cell.value, unit)
    const last = times.at(-1)
    if (ms === undefined) problems.push(notATime(cell, field))
    else if (last !== undefined && ms < last) problems.push(falls(cell, field))
    else times.push(ms)
    if (problems.length >= maxProblems) break
  }
  return { times, problems }
}

function notATime(cell: TraceCell, field: string): Mistake {
  const { value, fault } = cell
  return {
    code: 'invalid_trace_line',
    message: fault ?? (value === undefined ? `there is no \`${field}\`` : 'is not a time'),
    cell,
    isOfValue: value !== undefined,
    expected: `\`${field}\` as a number of milliseconds or seconds, or as a date`,
  }
}

function falls(cell: TraceCell, field: string): Mistake {
  return {
    code: 'trace_not_sorted',
    message: 'is before the time of the line above',
    expected: `a file that is sorted by \`${field}\``,
    cell,
    isOfValue: true,
  }
}

/** Milliseconds of any clock; undefined: it is not a time. */
function timeOf(value: unknown, unit: 'ms' | 's'): number | undefined {
  const factor = unit === 's' ? 1_000 : 1
  if (typeof value === 'number') return Number.isFinite(value) ? value * factor : undefined
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (/^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)) return Number(text) * factor
  const date = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d+)?\s*(Z|[+-]\d\d:\d\d)?$/i.exec(text)
  if (!date) return undefined
  const [, day, time, fraction = '0', zone = 'Z'] = date
  const ms = Date.parse(`${day}T${time}${zone.toUpperCase()}`)
  return Number.isNaN(ms) ? undefined : ms + Number(fraction) * 1_000
}

function withFrames(mistakes: readonly Mistake[], text: string, file: string): Problem[] {
  const lines = maskedLines(text)
  return mistakes.map((mistake) => {
    const { value, line, column, endColumn } = mistake.cell
    const shown = mistake.isOfValue ? `${JSON.stringify(value)} ` : ''
    const frame = frameOf(lines, line, column, endColumn)
    return { ...problemOf(mistake, file, shown), frame }
  })
}

function problemOf(mistake: Mistake, file: string, subject: string): Problem {
  const { code, message, expected, cell } = mistake
  const { line, column, endColumn } = cell
  const place: Place = { file, line, column, endColumn }
  return { code, message: subject + message, place, ...(expected !== undefined && { expected }) }
}
