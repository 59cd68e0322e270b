import { checkDefaults } from '../generated/check-defaults.ts'
import type { CheckInputs } from '../generated/check-inputs.ts'
import type { CheckOptions } from '../generated/checks.ts'
import { type Validator, valueProblems } from '../source/schema-problems.ts'
import { formatProblem } from '../source/user-error.ts'
import { inTypeScript, toYamlNames } from './option-names.ts'
import { optionValidators } from './option-validators.ts'

/**
 * The options of a call in TypeScript as the check takes them: spelled as in YAML, defaults filled in.
 * @throws TypeError for options that the schema refuses, spelled as TypeScript writes them
 */
export function optionsOfCall<K extends keyof CheckOptions>(
  kind: K,
  input: CheckInputs[K],
): Readonly<Record<string, unknown>> {
  const options = toYamlNames(kind, input)
  return withDefaults(kind, options as Partial<CheckOptions[K]>, inTypeScript)
}

/**
 * Fills in a check's defaults as its schema has them.
 * @param spelled how names of options are written in errors
 * @throws TypeError for options that the schema refuses
 */
export function withDefaults<K extends keyof CheckOptions>(
  kind: K,
  options: Partial<CheckOptions[K]>,
  spelled = (words: string): string => words,
): Readonly<Record<string, unknown>> {
  // Validated as given: some options exclude others, which have defaults.
  const problems = valueProblems(options, validatorOf(kind))
  if (problems.length > 0) {
    throw new TypeError(
      problems.map((each) => `${kind}: ${spelled(formatProblem(each))}`).join('\n'),
    )
  }
  return { ...checkDefaults[kind], ...options }
}

function validatorOf(kind: string): Validator {
  return optionValidators[kind] ?? (() => [])
}
