import { inspect } from 'node:util'
import { UserError } from '../source/user-error.ts'

/**
 * A user's mistake as an error that Vitest prints once: it would add the own properties of a
 * `UserError` below its message, which tells them all. Other errors stay what they are.
 */
export function plainError(error: unknown): unknown {
  if (!(error instanceof UserError)) return error
  const plain = new Error(error.message)
  plain.name = error.name
  plain.stack = `${error.name}: ${error.message}`
  // Errors at startup are printed by Node, which would put one without frames in brackets.
  Object.defineProperty(plain, inspect.custom, { value: () => plain.stack })
  return plain
}
