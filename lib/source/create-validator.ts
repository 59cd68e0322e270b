import { Ajv } from 'ajv'
import { ajvOptions, ownKeywords } from './ajv-options.ts'
import { isCidr } from './cidr.ts'
import type { Validator } from './schema-problems.ts'

/**
 * Compiles a JSON Schema (draft-07). Beside the keywords of the draft it may hold
 * `x-expected` (words for what would be right), `x-noun` (what the keys of an object are, e.g.
 * `metric`), `x-choice` (what the keys of a `oneOf` are, e.g. `check`), `x-secret` (never show the
 * value), `x-dimension`, `x-better`, `x-needs`, `x-scope`, `x-behind`, `x-measures`, `x-labels`, `x-telemetry`, `x-agents` and `x-vantages`; and the format `cidr`.
 * @param referred schemas that it refers to by their `$id`
 */
export function createValidator(schema: object, referred: readonly object[] = []): Validator {
  // Each is used a few times, so optimised code does not pay.
  const ajv = new Ajv({ ...ajvOptions, code: { optimize: false } })
  ajv.addVocabulary([...ownKeywords])
  ajv.addFormat('cidr', { type: 'string', validate: isCidr })
  for (const further of referred) ajv.addSchema(further)
  const validate = ajv.compile(schema)
  return (value) => (validate(value) ? [] : (validate.errors ?? []))
}

export interface ValidatorOptions {
  /** Schemas that it refers to by their `$id`. */
  readonly referred?: readonly object[]
  /** A smaller equivalent schema for this value, for those that take long to compile. */
  readonly partFor?: (value: unknown) => { readonly key: string; readonly schema: object }
  /** Definitions that few values need, by a name: in the package each is a file that is loaded when it is needed. */
  readonly parts?: Readonly<Record<string, readonly object[]>>
}

/**
 * As `createValidator`, compiled on first use. In the package the modules named `*-validators.ts`, which
 * call it, contain code that was compiled when the package was built
 * (`scripts/build/compile-validators.mjs`).
 */
export function validatorFor(schema: object, options: ValidatorOptions = {}): Validator {
  const { referred, partFor = () => ({ key: '', schema }) } = options
  const compiled = new Map<string, Validator>()
  return (value) => {
    const part = partFor(value)
    const validator = compiled.get(part.key) ?? createValidator(part.schema, referred)
    compiled.set(part.key, validator)
    return validator(value)
  }
}
