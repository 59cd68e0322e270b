import { schemas } from '../generated/schemas.ts'
import { validatorFor } from '../source/create-validator.ts'

/**
 * Of a spec file; its checks are parts, as a file has few of them. Compiling the schema of every check takes longest at the start of a run from the sources,
 * so only those in the file are compiled: `test` of the spec's schema refers to the others by keys that its
 * tests do not have.
 */
export const specValidator = validatorFor(schemas.spec, {
  partFor: (value) => {
    const kinds = kindsNamed(value)
    return { key: kinds.join(' '), schema: schemaFor(new Set(kinds)) }
  },
  parts: partsOf(schemas.spec as unknown as SpecSchema),
})

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

/** The definitions of each check, and those of workloads. */
function partsOf({ $defs }: SpecSchema): Readonly<Record<string, readonly object[]>> {
  const names = [...Object.keys(schemas.checks), 'workload']
  return Object.fromEntries(
    names.map((name) => [
      name,
      Object.entries($defs).flatMap(([key, schema]) =>
        key === name || key.startsWith(`${name}.`) ? [schema] : [],
      ),
    ]),
  )
}

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
