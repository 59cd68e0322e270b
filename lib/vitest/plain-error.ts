import { inspect } from 'node:util'
import { UserError } from '../source/user-error.ts'

/**
 * A user's mistake as an error that Vitest prints once: it would print the own properties of a `UserError`
 * after its message, which contains them all. Other errors are unchanged.
 */
export function plainError(error: unknown): unknown {
  if (!(error instanceof UserError)) return error
  const plain = new Error(error.message)
  plain.name = error.name
  plain.stack = `${error.name}: ${error.message}`
  // Node prints errors at startup, and would put one without frames in brackets.
  Object.defineProperty(plain, inspect.custom, { value: () => plain.stack })
  return plain
}
