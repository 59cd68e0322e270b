import type { CsvError } from 'csv-parse/sync'
import type { WorkloadPrompt } from '../../generated/workload.ts'
import { csvFault, csvParser } from '../../source/csv-parser.ts'
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

function csvProblem(file: string, error: CsvError): Problem {
  const { message, line } = csvFault(error)
  return {
    code: 'csv_syntax',
    message,
    place: { file, line, column: 1 },
    expected: 'fields with commas, line ends or quotes in double quotes, and quotes inside doubled',
  }
}
