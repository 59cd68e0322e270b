import type { SourcePath } from './document.ts'

/** The keywords from which problems are worded. */
export interface Schema
  extends Partial<Record<'minimum' | 'maximum' | 'minItems', number>>,
    Partial<Record<'x-expected' | 'x-noun' | 'x-choice', string>>,
    Partial<Record<'properties' | 'patternProperties', Readonly<Record<string, Schema>>>>,
    Partial<Record<'required' | 'enum', readonly string[]>> {
  readonly type?: string | readonly string[]
  readonly allOf?: readonly { readonly then?: Schema }[]
  readonly examples?: readonly unknown[]
  readonly 'x-secret'?: boolean
}

/** Names of properties, then of families of them (`json.*`). */
export function keysOf({ properties = {}, patternProperties = {} }: Schema): string[] {
  const families = Object.keys(patternProperties).map(familyName)
  return [
    ...Object.keys(properties),
    // The values of single workers are not listed beside that of all.
    ...families.filter((family) => !Object.hasOwn(properties, family.slice(0, -'.*'.length))),
  ]
}

/** `^telemetry\.power\.max\..+` is the family `telemetry.power.max.*`. */
function familyName(pattern: string): string {
  const prefix = pattern.replace(/^\^/, '').replace(/\\\.\.\+\$?$/, '')
  return `${prefix.replaceAll('\\.', '.')}.*`
}

export function nameOf(path: SourcePath): string {
  const last = path.at(-1)
  if (last === undefined) return 'the file'
  return typeof last === 'string' ? `\`${last}\`` : `\`${String(path.at(-2) ?? '')}[${last}]\``
}

export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'empty'
  if (value === '') return 'an empty text'
  if (typeof value === 'string') return `text "${value.replace(/^(.{59}).{2,}$/s, '$1…')}"`
  if (typeof value !== 'object') return String(value)
  const kind = isMap(value) ? 'map' : 'list'
  return Object.keys(value).length === 0 ? `an empty ${kind}` : `a ${kind}`
}

/** Like `describeValue`, without the text itself. */
export function describeKind(value: unknown): string {
  return typeof value === 'string' && value !== '' ? 'a text' : describeValue(value)
}

/** Whether a value has keys. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The expectation of a schema, in a few words. */
export function describeSchema(schema: Schema): string | undefined {
  const { enum: values, type, 'x-expected': expected } = schema
  if (expected !== undefined) return expected
  if (values) return oneOf(values)
  const words = [type ?? []].flat().flatMap((name) => typeWords[name]?.(schema) ?? [])
  return words.join(' or ') || undefined
}

const typeWords: Readonly<Record<string, (schema: Schema) => string>> = {
  integer: (schema) => `a whole number${range(schema)}`,
  number: (schema) => `a number${range(schema)}`,
  string: ({ examples: [example] = [] }) =>
    typeof example === 'string' ? `a text such as "${example}"` : 'a text',
  boolean: () => 'true or false',
  array: ({ minItems }) => (minItems ? 'a list with at least one item' : 'a list'),
  object: (schema) => {
    const keys = keysOf(schema)
    return keys.length === 0 ? 'a map' : `a map with keys such as ${keys.slice(0, 3).join(', ')}`
  },
}

function range({ minimum, maximum }: Schema): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`
  return minimum === undefined ? '' : `, at least ${minimum}`
}

/** The names as what is expected. */
export function oneOf(names: readonly string[]): string {
  return names.length === 1 ? String(names[0]) : `one of ${names.join(', ')}`
}
