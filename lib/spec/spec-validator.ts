import { schemas } from '../generated/schemas.ts'
import { createValidator, type Validator } from '../source/schema-problems.ts'

/**
 * The validator for a spec file. Compiling the schema of every check takes longer than all else at the
 * start of a run, so that only those which the file names are compiled: `test` of the spec's schema
 * refers to the others by keys that its tests do not have.
 * @param value what the file holds, whatever that is
 */
export function specValidator(value: unknown): Validator {
  const kinds = kindsNamed(value)
  const key = kinds.join(' ')
  const validator = validators.get(key) ?? createValidator(schemaFor(new Set(kinds)))
  validators.set(key, validator)
  return validator
}

const validators = new Map<string, Validator>()

interface SpecSchema {
  readonly $defs: Readonly<Record<string, object>> & {
    readonly test: {
      readonly properties: Readonly<Record<string, object>>
      readonly allOf: readonly { readonly if: { readonly required: readonly [string] } }[]
    }
  }
}

function kindsNamed(value: unknown): string[] {
  const { tests } = (value ?? {}) as { readonly tests?: unknown }
  if (!Array.isArray(tests)) return []
  const keys = tests.flatMap((test) => (test && typeof test === 'object' ? Object.keys(test) : []))
  return [...new Set(keys)].filter((key) => Object.hasOwn(schemas.checks, key)).sort()
}

function schemaFor(kinds: ReadonlySet<string>): object {
  const { $defs, ...spec } = schemas.spec as unknown as SpecSchema
  const { properties, allOf, ...test } = $defs.test
  const isNeeded = (key: string) => kinds.has(key) || !Object.hasOwn(schemas.checks, key)
  const needed = Object.entries(properties).map(([key, schema]) => [
    key,
    isNeeded(key) ? schema : {},
  ])
  return {
    ...spec,
    $defs: {
      ...$defs,
      test: {
        ...test,
        properties: Object.fromEntries(needed),
        allOf: allOf.filter(({ if: { required } }) => kinds.has(required[0])),
      },
    },
  }
}
