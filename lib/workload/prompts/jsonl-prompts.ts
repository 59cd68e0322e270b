import type { WorkloadPrompt } from '../../generated/workload.ts'
import { parseSource } from '../../source/document.ts'
import { jsonFault } from '../../source/json-fault.ts'
import { describeValue, isMap } from '../../source/schema-words.ts'
import { UserError } from '../../source/user-error.ts'
import type { DataBudget } from '../data-budget.ts'
import { linesOf } from './data-file.ts'
import { DataProblems } from './data-problems.ts'
import { columnOf, promptOf } from './prompt-value.ts'

/**
 * The prompts of a file with one JSON value per line (https://jsonlines.org): a text, a list of messages,
 * or an object with one of these under a key. Empty lines are skipped.
 * @throws UserError with the wrong lines, the first few of them
 */
export function jsonlPrompts(
  file: string,
  column: string | undefined,
  budget: DataBudget,
): WorkloadPrompt[] {
  const prompts: WorkloadPrompt[] = []
  const problems = new DataProblems(file)
  let line = 0
  for (const text of linesOf(file, budget)) {
    line += 1
    if (text.trim() === '') continue
    const read = readLine(text, column)
    if ('prompt' in read) prompts.push(read.prompt)
    else problems.add(line, read.problem, read.column)
    if (problems.areMany) break
  }
  problems.throwIfAny()
  return prompts
}

type LineReading = ReturnType<typeof promptOf> & { readonly column?: number }

function readLine(text: string, wanted: string | undefined): LineReading {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return syntaxProblem(text)
    throw error
  }
  if (!isMap(value)) {
    if (wanted === undefined || !(typeof value === 'string')) return promptOf(value, 'this line')
    const expected = `an object with the key \`${wanted}\``
    const message = `this line is ${describeValue(value).replace(/ .*/s, '')}, no object`
    return { problem: { code: 'not_a_prompt', message, expected } }
  }
  const found = columnOf(wanted, Object.keys(value))
  return 'problem' in found ? found : promptOf(value[found.column], `\`${found.column}\``)
}

/**
 * Our own reader has better messages; it is slower, and has limits that data need not keep.
 */
function syntaxProblem(text: string): LineReading {
  const { message, column } = jsonFault(text)
  const unknown = { problem: { code: 'json_syntax', message: `this line is ${message}` }, column }
  try {
    parseSource(text, 'line.json')
    return unknown
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const [problem] = error.problems
    if (!problem?.place) return unknown
    const { place, frame: _withPrompt, ...rest } = problem
    return { problem: rest, column: place.column }
  }
}
