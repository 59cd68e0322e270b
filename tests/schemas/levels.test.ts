import { describe, expect, test } from 'vitest'
import { schemas } from '../../lib/generated/schemas.ts'
import { createValidator } from '../../lib/source/create-validator.ts'

const validate = createValidator(schemas.spec)

/** Whether the schema, which editors use, accepts a test of this check. */
function takes(check: string, expected: unknown): boolean {
  const test = { name: 'a test', [check]: null, expect: expected }
  return validate({ suite: 'Levels', tests: [test] }).length === 0
}

describe('`at` in the schema of specs', () => {
  const labelled = Object.entries(schemas.checks).flatMap(([kind, { 'x-labels': labels }]) =>
    labels ? [[kind, Object.keys(labels)] as const] : [],
  )

  test('is that of the checks that declare labels, and of no others', () => {
    expect(labelled).toContainEqual(['benchmark', ['concurrency', 'workers', 'load']])
    for (const kind of Object.keys(schemas.checks)) {
      const { properties } = (schemas.spec.$defs as Definitions)[`${kind}.metrics`] ?? {}
      const [, names] = labelled.find(([name]) => name === kind) ?? []
      expect(Object.keys(properties?.at?.properties ?? {})).toEqual(names ?? [])
    }
  })

  test('is allowed beside conditions, in a map or in a list of maps', () => {
    const at = { concurrency: 15, load: '90%' }
    expect(takes('benchmark', { at, speedup: '>= 2.5x' })).toBe(true)
    expect(takes('benchmark', [{ success_rate: '100%' }, { at, speedup: '>= 2.5x' }])).toBe(true)
    expect(takes('ping', { at, packet_loss: '0%' })).toBe(false)
  })

  test.each([{}, 15, { concurrency: '15' }, { concurrency: [5, 15] }, { load: 90 }, { size: 1 }])(
    'is not valid as %j',
    (at) => {
      expect(takes('benchmark', { at, speedup: '>= 2.5x' })).toBe(false)
    },
  )
})

type Definitions = Readonly<
  Record<string, { readonly properties?: Readonly<Record<string, { properties?: object }>> }>
>
