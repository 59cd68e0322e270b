import { checkCatalog } from '../checks/catalog.ts'
import type { CheckKind } from '../generated/checks.ts'
import { schemas } from '../generated/schemas.ts'
import { parseSource } from '../source/document.ts'
import { createValidator, schemaProblems, type Validator } from '../source/schema-problems.ts'
import { formatProblem } from '../source/user-error.ts'
import { readExpectations } from '../spec/read-expectations.ts'
import type { Expectation } from '../verdict/expectation.ts'

/**
 * Reads what a program expects of a check: the same block, with the same rules, as `expect:` in a YAML spec.
 * @param options those of the check, with the defaults filled in
 * @throws TypeError that tells everything that is wrong with it
 */
export function readExpected(
  check: CheckKind,
  options: Readonly<Record<string, unknown>>,
  expected: object,
): Expectation[] {
  // As a document, since the reader of specs tells its problems by their places; a program has none.
  const text = JSON.stringify({ expect: expected }, nothingIsLost, 2)
  const document = parseSource(text, `the expectations of ${check}`)
  const block = (document.value as { readonly expect: unknown }).expect
  const form = schemaProblems(document, document.value, validatorOf(check), [])
  const { metrics = {}, labels } = checkCatalog[check] ?? {}
  const asked = { check, options, metrics, labels }
  const { expectations, problems } =
    form.length === 0
      ? readExpectations(document, ['expect'], block, asked)
      : { expectations: [], problems: form }
  if (problems.length > 0) {
    const told = problems.map(({ place: _place, frame: _frame, ...rest }) => formatProblem(rest))
    throw new TypeError(`${check}: ${told.join('\n')}`)
  }
  return expectations.map(({ place: _place, frame: _frame, ...rest }) => rest)
}

/** What is undefined would be left out, and its condition with it. */
function nothingIsLost(_key: string, value: unknown): unknown {
  return value === undefined ? null : value
}

function validatorOf(check: CheckKind): Validator {
  const known = validators.get(check)
  if (known) return known
  const { $defs } = schemas.spec
  const validator = createValidator({
    $id: `expected-${check}`,
    $defs,
    type: 'object',
    properties: { expect: { $ref: `#/$defs/${check}.expect` } },
  })
  validators.set(check, validator)
  return validator
}

const validators = new Map<string, Validator>()
