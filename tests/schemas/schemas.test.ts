import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { checkKinds, checkOf } from '../../lib/checks/registry.ts'
import { parseCondition } from '../../lib/conditions/parse-condition.ts'
import { type CheckSchema, type JsonSchema, schemas } from '../../lib/generated/schemas.ts'
import { createValidator } from '../../lib/source/create-validator.ts'
import type { Dimension } from '../../lib/units/dimension.ts'
import { parseQuantity } from '../../lib/units/quantity.ts'

const folder = fileURLToPath(new URL('../../schemas', import.meta.url))
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.schema.json'),
)
const read = (path: string): JsonSchema => JSON.parse(readFileSync(`${folder}/${path}`, 'utf8'))
const checks = Object.entries(schemas.checks) as [string, CheckSchema][]

/** Every schema inside a schema, with its position. */
function* subschemas(schema: unknown, at = '#'): Generator<[string, JsonSchema]> {
  if (typeof schema !== 'object' || schema === null) return
  if (Array.isArray(schema)) {
    for (const [index, item] of schema.entries()) yield* subschemas(item, `${at}/${index}`)
    return
  }
  const node = schema as JsonSchema
  yield [at, node]
  for (const key of ['properties', 'patternProperties', '$defs']) {
    for (const [name, inner] of Object.entries(node[key] ?? {})) {
      yield* subschemas(inner, `${at}/${key}/${name}`)
    }
  }
  for (const key of ['items', 'additionalProperties', 'if', 'then', 'else', 'not', 'allOf']) {
    yield* subschemas(node[key], `${at}/${key}`)
  }
}

/** Properties as a reader sees them: those inside conditions repeat others. */
function propertiesOf(schema: JsonSchema): [string, JsonSchema][] {
  return [...subschemas(schema)]
    .filter(([at]) => /\/(properties|patternProperties)\/[^/]+$/.test(at))
    .filter(([at]) => !/\/(if|then|else|allOf|not)\//.test(at))
    .map(([at, property]) => [at, resolved(schema, property)])
}

function resolved(root: JsonSchema, schema: JsonSchema): JsonSchema {
  const { $ref, ...own } = schema
  if (typeof $ref !== 'string') return schema
  const target = (root.$defs as Record<string, JsonSchema>)[$ref.replace('#/$defs/', '')]
  return { ...target, ...own }
}

describe.each(files)('%s', (file) => {
  const schema = read(file)

  test('compiles under strict rules', () => {
    expect(validatorOf(schema, schema)('no map')).not.toEqual([])
  })

  test('is a valid schema of draft-07', () => {
    const ajv = new Ajv({ allErrors: true })
    expect(ajv.validateSchema(schema)).toBe(true)
    expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#')
    expect(schema.$id).toBe(`https://clustergate.dev/schemas/${file}`)
  })

  test('describes every property, with an example', () => {
    const poor = propertiesOf(schema)
      .filter(([at]) => !/\$defs\/metrics$/.test(at))
      .filter(([, { description }]) => {
        const words = String(description ?? '')
        return words.length < 20 || !/Example: `.+`\.$/.test(words)
      })
    expect(poor.map(([at]) => at)).toEqual([])
    expect(String(schema.description)).toMatch(/\.$/)
  })

  test('contains the default of every option that has one in its description', () => {
    const silent = propertiesOf(schema)
      .filter(([, property]) => 'default' in property)
      .filter(([, { description, default: value }]) => {
        const isEmpty = typeof value === 'object' && Object.keys(value ?? {}).length === 0
        const words = isEmpty ? 'Default: none' : `Default: ${String(value)}`
        return !String(description).replaceAll('`', '').includes(words)
      })
    expect(silent.map(([at]) => at)).toEqual([])
  })

  test('accepts its own defaults and examples', () => {
    const refused = propertiesOf(schema).flatMap(([at, property]) => {
      const validate = validatorOf(schema, property)
      const values = [
        property.examples ?? [],
        'default' in property ? [property.default] : [],
      ].flat()
      return values.filter((value) => validate(value).length > 0).map((value) => [at, value])
    })
    expect(refused).toEqual([])
  })

  test('describes properties by examples that are valid YAML', () => {
    const named = propertiesOf(schema).filter(([at]) => !at.includes('/patternProperties/'))
    const refused = named.flatMap(([at, property]) => {
      const [, example = ''] = /Example: `(.+)`\.$/.exec(String(property.description)) ?? []
      const name = at.slice(at.lastIndexOf('/') + 1)
      const written: unknown = parse(example)
      const value = isMapWith(written, name) ? written[name] : written
      const errors = validatorOf(schema, property)(value)
      return errors.length > 0 || value === written ? [[at, example]] : []
    })
    expect(refused).toEqual([])
  })

  test('leaves no object open by mistake', () => {
    const open = [...subschemas(schema)]
      .filter(([at]) => !/\/(if|then|else|allOf|not)(\/|$)/.test(at))
      .filter(([, node]) => [node.type].flat().includes('object'))
      .filter(([, node]) => node.additionalProperties === undefined)
    expect(open.map(([at]) => at)).toEqual([])
  })
})

/** A part of a schema as a separate one; definitions cost time to compile, so only if needed. */
function validatorOf(root: JsonSchema, part: JsonSchema) {
  const isAlone = part === root || !JSON.stringify(part).includes('"$ref"')
  const schema = isAlone ? part : { ...part, $id: root.$id, $defs: root.$defs }
  return createValidator(schema, root.$id === schemas.workload.$id ? [] : [schemas.workload])
}

function isMapWith(value: unknown, key: string): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
}

describe('metrics', () => {
  const metrics = checks.flatMap(([kind, { $defs }]) =>
    Object.entries({ ...$defs.metrics.properties, ...$defs.metrics.patternProperties }).map(
      ([name, metric]) => [`${kind} ${name}`, metric] as const,
    ),
  )

  test('have examples that are conditions of their dimension', () => {
    const wrong = metrics.flatMap(([name, { 'x-dimension': dimension, examples = [] }]) =>
      examples
        .map((example) => ({
          name,
          example,
          parsed: parseCondition(example, dimension as Dimension),
        }))
        .filter(({ parsed }) => !parsed.ok),
    )
    expect(wrong).toEqual([])
    expect(metrics.filter(([, { examples = [] }]) => examples.length === 0)).toEqual([])
  })

  test('are described by an example that is YAML and a condition of their dimension', () => {
    const wrong = metrics.flatMap(([name, { description, 'x-dimension': dimension }]) => {
      const [, example = ''] = /Example: `(.+)`\.$/.exec(description) ?? []
      const [[metric, condition] = []] = Object.entries(parse(example) ?? {})
      const declared = name.split(' ')[1] ?? ''
      const isOwn = metric === declared || new RegExp(declared).test(String(metric))
      const parsed = parseCondition(condition, dimension as Dimension)
      return isOwn && parsed.ok ? [] : [{ name, example, parsed }]
    })
    expect(wrong).toEqual([])
  })

  test('belong to a check whose schema and code agree on its scope', () => {
    const scopes = checks.map(([kind, schema]) => [kind, schema['x-scope']])
    expect(scopes).toEqual(checkKinds().map((kind) => [kind, checkOf(kind).scope]))
  })
})

describe('durations', () => {
  const patterns = [schemas.spec, schemas.cluster].flatMap((schema) =>
    [...subschemas(schema)].flatMap(([, { pattern, 'x-expected': expected }]) =>
      typeof pattern === 'string' && String(expected).startsWith('a duration') ? [pattern] : [],
    ),
  )
  const [plain = '', positive = ''] = [...new Set(patterns)].sort((a, b) => a.length - b.length)

  test('have one form everywhere, and waiting times are above zero', () => {
    expect(new Set(patterns)).toEqual(new Set([plain, positive]))
    expect(positive).toBe(plain.replace('^', '^(?=.*[1-9])'))
    expect(new RegExp(plain).test('0ms')).toBe(true)
    expect(new RegExp(positive).test('0ms')).toBe(false)
    expect(new RegExp(positive).test('10ms')).toBe(true)
  })

  test.each([
    '200ms',
    '1.5s',
    '2 s',
    '500us',
    '3µs',
    '2m',
    '5min',
    '1h',
    '1m30s',
    '1h30m',
    '1h5min10s',
  ])('accept %s', (text) => {
    expect(new RegExp(plain).test(text)).toBe(true)
    expect(parseQuantity(text, 'duration').ok).toBe(true)
  })

  test.each(['', '5', 'ms', '-1s', '1.s', '5 sec', '1d', '99999999s', '1s2m'])(
    'refuse %s',
    (text) => {
      expect(new RegExp(plain).test(text)).toBe(false)
    },
  )

  test('always fit a timer', () => {
    fc.assert(
      fc.property(fc.stringMatching(new RegExp(plain)), (text) => {
        const parsed = parseQuantity(text, 'duration')
        expect(parsed.ok && parsed.value >= 0 && parsed.value < 2 ** 31).toBe(true)
      }),
    )
  })
})
