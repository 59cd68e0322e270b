import { schemas } from '../generated/schemas.ts'
import { createValidator } from '../source/schema-problems.ts'

/** The validator of spec files, compiled on first use: compiling takes longer than reading a file. */
export function specValidator(): ReturnType<typeof createValidator> {
  validator ??= createValidator(schemas.spec)
  return validator
}

let validator: ReturnType<typeof createValidator> | undefined
