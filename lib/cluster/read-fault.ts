import { schemas } from '../generated/schemas.ts'
import { parseSource } from '../source/document.ts'
import { createValidator, schemaProblems, type Validator } from '../source/schema-problems.ts'
import { formatProblem, UserError } from '../source/user-error.ts'
import type { Fault } from './cluster.ts'
import { type FaultEntry, readFault } from './read-simulate.ts'

/**
 * Reads one fault as JSON, as it is in the list `faults` of a cluster file.
 * @returns the fault, or in words what is wrong with it
 */
export function parseFault(text: string): Fault | { readonly problem: string } {
  try {
    const document = parseSource(text, 'fault.json')
    const problems = schemaProblems(document, document.value, faultValidator())
    if (problems.length > 0) throw new UserError(problems)
    return readFault(document.value as FaultEntry)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const words = error.problems.map(({ place, frame, ...problem }) => formatProblem(problem))
    return { problem: words.join('\n') }
  }
}

/** Compiled on first use. */
function faultValidator(): Validator {
  validator ??= createValidator(faultSchema())
  return validator
}

let validator: Validator | undefined

function faultSchema(): object {
  const path = ['$defs', 'worker', 'properties', 'simulate', 'properties', 'faults', 'items']
  return path.reduce<object>((schema, key) => Reflect.get(schema, key), schemas.cluster)
}
