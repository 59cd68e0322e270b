import { schemas } from '../generated/schemas.ts'
import { validatorFor } from '../source/create-validator.ts'

/** Validators of `{ expect: ... }` by the kind of the check. */
export const expectedValidators = Object.fromEntries(
  Object.keys(schemas.checks).map((kind) => [
    kind,
    validatorFor(
      {
        $id: `expected-${kind}`,
        type: 'object',
        properties: { expect: { $ref: `${schemas.spec.$id}#/$defs/${kind}.expect` } },
      },
      { referred: [schemas.spec] },
    ),
  ]),
)
