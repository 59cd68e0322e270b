import type { CsvError } from 'csv-parse/sync'
import type { WorkloadPrompt } from '../../generated/workload.ts'
import { csvParser } from '../../source/csv-parser.ts'
import { type Problem, UserError } from '../../source/user-error.ts'
import type { DataBudget } from '../data-budget.ts'
import { wholeText } from './data-file.ts'
import { DataProblems } from './data-problems.ts'
import { columnOf, promptOf } from './prompt-value.ts'

export interface CsvOptions {
  readonly column: string | undefined
  readonly delimiter: ',' | '\t'
}

/**
 * The prompts of a CSV file (RFC 4180) with a header line: one column of it.
 * @throws UserError with its mistakes
 */
export function csvPrompts(
  file: string,
  { column: wanted, delimiter }: CsvOptions,
  budget: DataBudget,
): WorkloadPrompt[] {
  const { CsvError, parse } = csvParser()
  const prompts: WorkloadPrompt[] = []
  const problems = new DataProblems(file)
  let index: number | undefined
  let name = ''
  const take = (cells: string[], line: number): void => {
    if (index === undefined) {
      const found = columnOf(wanted, cells)
      if ('problem' in found)
        throw new UserError([{ ...found.problem, place: { file, line, column: 1 } }])
      name = found.column
      index = cells.indexOf(name)
      return
    }
    const read = promptOf(cells[index] ?? '', `\`${name}\``)
    if ('prompt' in read) prompts.push(read.prompt)
    else if (!problems.areMany) problems.add(line, read.problem)
  }
  try {
    parse(wholeText(file, budget), {
      delimiter,
      skip_empty_lines: true,
      // Only values that are extracted here are kept.
      on_record: (cells: string[], { lines }) => {
        take(cells, lines)
        return undefined
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new UserError([csvProblem(file, error)])
  }
  problems.throwIfAny()
  return prompts
}

/** Our own message: the parser's repeats the content. */
function csvProblem(file: string, error: CsvError): Problem {
  const { lines } = error as { lines?: unknown }
  return {
    code: 'csv_syntax',
    message: csvFaults[error.code] ?? `not valid CSV (${error.code})`,
    place: { file, line: typeof lines === 'number' ? lines : 1, column: 1 },
    expected: 'fields with commas, line ends or quotes in double quotes, and quotes inside doubled',
  }
}

const csvFaults: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'something follows on a quote that has closed its field',
  INVALID_OPENING_QUOTE: 'a quote in the middle of a field',
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'this line has another number of fields than the first',
}
