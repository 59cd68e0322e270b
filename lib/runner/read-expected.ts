import { checkCatalog } from '../checks/catalog.ts'
import type { CheckKind } from '../generated/checks.ts'
import { parseSource } from '../source/document.ts'
import { schemaProblems } from '../source/schema-problems.ts'
import { formatProblem } from '../source/user-error.ts'
import { readExpectations } from '../spec/read-expectations.ts'
import { expectedValidators } from '../spec/spec-validators.ts'
import type { Expectation } from '../verdict/expectation.ts'

/**
 * Reads the expectations of a program for a check: the same block, with the same rules, as `expect:` in a
 * YAML spec.
 * @param options those of the check, with the defaults filled in
 * @throws TypeError with all mistakes
 */
export function readExpected(
  check: CheckKind,
  options: Readonly<Record<string, unknown>>,
  expected: object,
): Expectation[] {
  // As a document, because the reader of specs reports problems with their positions; a program has none.
  const text = JSON.stringify({ expect: expected }, nothingIsLost, 2)
  const document = parseSource(text, `the expectations of ${check}`)
  const block = (document.value as { readonly expect: unknown }).expect
  const validate = expectedValidators[check]
  if (!validate) throw new RangeError(`no check of kind ${check}`)
  const form = schemaProblems(document, document.value, validate)
  const { metrics = {}, labels } = checkCatalog[check] ?? {}
  const asked = { check, options, metrics, labels }
  const { expectations, problems } =
    form.length === 0
      ? readExpectations(document, ['expect'], block, asked)
      : { expectations: [], problems: form }
  if (problems.length > 0) {
    const reported = problems.map(({ place: _place, frame: _frame, ...rest }) =>
      formatProblem(rest),
    )
    throw new TypeError(`${check}: ${reported.join('\n')}`)
  }
  return expectations.map(({ place: _place, frame: _frame, ...rest }) => rest)
}

/** An undefined value would be left out, and its condition with it. */
function nothingIsLost(_key: string, value: unknown): unknown {
  return value === undefined ? null : value
}
