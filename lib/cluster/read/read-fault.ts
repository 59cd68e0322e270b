import { parseSource } from '../../source/document.ts'
import { schemaProblems } from '../../source/schema-problems.ts'
import { formatProblem, UserError } from '../../source/user-error.ts'
import type { Fault } from '../cluster.ts'
import { faultValidator } from '../cluster-validators.ts'
import { type FaultEntry, readFault } from './read-simulate.ts'

/**
 * Reads one fault as JSON, in the format of the list `faults` of a cluster file.
 * @returns the fault, or a description of what is wrong with it
 */
export function parseFault(text: string): Fault | { readonly problem: string } {
  try {
    const document = parseSource(text, 'fault.json')
    const problems = schemaProblems(document, document.value, faultValidator)
    if (problems.length > 0) throw new UserError(problems)
    return readFault(document.value as FaultEntry)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const words = error.problems.map(({ place, frame, ...problem }) => formatProblem(problem))
    return { problem: words.join('\n') }
  }
}
