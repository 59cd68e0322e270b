import { schemas } from '../generated/schemas.ts'
import { validatorFor } from '../source/create-validator.ts'

/** Validators of a check's options, by its kind. */
export const optionValidators = Object.fromEntries(
  Object.entries(schemas.checks).map(([kind, schema]) => [
    kind,
    validatorFor(schema, { referred: [schemas.workload] }),
  ]),
)
