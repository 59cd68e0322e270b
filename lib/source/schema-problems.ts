import type { ErrorObject } from 'ajv'
import type { SourceDocument, SourcePath } from './document.ts'
import { nearestName } from './nearest-name.ts'
import {
  describeKind,
  describeSchema,
  describeValue,
  isMap,
  keysOf,
  nameOf,
  oneOf,
  type Schema,
} from './schema-words.ts'
import type { Problem } from './user-error.ts'

/** Returns the problems of a value; an empty list if it is valid. The value is not changed. */
export type Validator = (value: unknown) => readonly ErrorObject[]

/**
 * The problems of a document's value, in the order of the file: one problem per cause, at the unknown key
 * or the wrong value.
 * @param value the document's value, with variables filled in
 * @param known earlier problems; their positions get no further ones
 */
export function schemaProblems(
  document: SourceDocument,
  value: unknown,
  validator: Validator,
  known: readonly Problem[] = [],
): Problem[] {
  const knownPlaces = new Set(known.map(placeKey))
  return violationsIn(value, validator)
    .map(({ code, path, part, message, expected, suggestion }) =>
      document.problem(code, path, message, { part, expected, suggestion }),
    )
    .filter((problem) => !knownPlaces.has(placeKey(problem)))
    .sort(byPlace)
}

/** What is wrong with a value of no file: one problem per cause. */
export function valueProblems(value: unknown, validator: Validator): Problem[] {
  return violationsIn(value, validator).map(({ code, message, expected, suggestion }) => ({
    code,
    message,
    ...(expected !== undefined && { expected }),
    ...(suggestion !== undefined && { suggestion }),
  }))
}

function violationsIn(value: unknown, validator: Validator): Violation[] {
  return oneByCause(validator(value).flatMap((error) => violationOf(error, value) ?? []))
}

/** In the order of the file; what has no place comes first. */
export function byPlace({ place: a }: Problem, { place: b }: Problem): number {
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0)
}

const placeKey = ({ place }: Problem) => (place ? `${place.line}:${place.column}` : '')

interface Violation {
  readonly code: string
  readonly path: SourcePath
  readonly part: 'key' | 'value'
  readonly message: string
  readonly expected?: string
  readonly suggestion?: string
  /** The object with these keys. */
  readonly object?: SourcePath
  /** Keys of that object, any of which would be valid. */
  readonly missing?: readonly string[]
  /** Keys of that object that cannot be validated before this is corrected. */
  readonly undecided?: readonly string[]
}

type Finder = (error: ErrorObject, path: SourcePath) => Violation | undefined

function violationOf(error: ErrorObject, root: unknown): Violation | undefined {
  const path = pathOf(error.instancePath, root)
  const toFinding = findingsByKeyword[error.keyword]
  if (!toFinding) return wrongValue(error, path)
  // A value without keys violates conditions between keys as well, but its wrong type is the only problem.
  return isMap(error.data) ? toFinding(error, path) : undefined
}

/** The problem for each keyword of JSON Schema; undefined if another error describes it better. */
const findingsByKeyword: Readonly<Record<string, Finder>> = {
  additionalProperties: unknownKey,
  required: missingKey,
  oneOf: choice,
  not: exclusiveKeys,
  if: () => undefined,
}

const codesByKeyword: Readonly<Record<string, string>> = {
  type: 'wrong_type',
  enum: 'unknown_value',
  pattern: 'malformed',
  format: 'malformed',
  minimum: 'out_of_range',
  maximum: 'out_of_range',
  minLength: 'empty',
  minItems: 'empty',
  minProperties: 'empty',
}

function unknownKey(error: ErrorObject, path: SourcePath): Violation {
  const name = String(error.params.additionalProperty)
  const schema = error.parentSchema as Schema
  const names = keysOf(schema)
  const noun = schema['x-noun'] ?? 'key'
  return {
    code: `unknown_${noun}`,
    path: [...path, name],
    part: 'key',
    message: `unknown ${noun} \`${name}\``,
    expected: names.length === 0 ? 'no keys' : oneOf(names),
    suggestion: nearestName(
      name,
      names.filter((key) => !Object.hasOwn(dataOf(error), key)),
    ),
    object: path,
  }
}

function missingKey(error: ErrorObject, path: SourcePath): Violation | undefined {
  if (/\/oneOf\/\d+\/required$/.test(error.schemaPath)) return undefined
  const name = String(error.params.missingProperty)
  const schema = (error.parentSchema as Schema).properties?.[name]
  return {
    code: 'missing_key',
    path,
    part: 'value',
    message: `the key \`${name}\` is missing`,
    expected: schema && describeSchema(schema),
    object: path,
    missing: [name],
  }
}

/** The subject of an error, for keywords of maps. */
function dataOf({ data }: ErrorObject): object {
  return data as object
}

/** `oneOf` is used for one thing: exactly one of several keys. */
function choice(error: ErrorObject, path: SourcePath): Violation {
  const schema = error.parentSchema as Schema
  const keys = (error.schema as Schema[]).flatMap(({ required = [] }) => required)
  const noun = schema['x-choice'] ?? 'key'
  const present = Object.keys(dataOf(error)).filter((key) => keys.includes(key))
  if (present.length === 0) {
    return {
      code: `missing_${noun}`,
      path,
      part: 'value',
      message: `the ${noun} is missing`,
      expected: oneOf(keys),
      object: path,
      missing: keys,
    }
  }
  return {
    code: `several_${noun}s`,
    path: [...path, present[1] ?? ''],
    part: 'key',
    message: `several ${noun}s are given together: ${present.map((key) => `\`${key}\``).join(', ')}`,
    expected: `one ${noun} alone`,
    object: path,
    undecided: conditionalKeys(schema),
  }
}

/** `not: { required: [a, b] }`: keys that exclude each other. */
function exclusiveKeys(error: ErrorObject, path: SourcePath): Violation {
  const { required: keys = [] } = error.schema as Schema
  const [first, second] = Object.keys(dataOf(error)).filter((key) => keys.includes(key))
  return {
    code: 'exclusive_keys',
    path: [...path, second ?? ''],
    part: 'key',
    message: `\`${first}\` and \`${second}\` exclude each other`,
    expected: 'one of them',
  }
}

function wrongValue(error: ErrorObject, path: SourcePath): Violation {
  const schema = error.parentSchema as Schema
  const names = typeof error.data === 'string' ? schema.enum : undefined
  // A whole file that is one text is not what it was taken for, and may be secret.
  const isSecret = schema['x-secret'] === true
  const value = path.length === 0 ? describeKind(error.data) : describeValue(error.data)
  const shown = isSecret ? 'not of the right form' : value
  return {
    code: codesByKeyword[error.keyword] ?? 'wrong_value',
    path,
    part: 'value',
    message: `${nameOf(path)} is ${shown}`,
    expected: describeSchema(schema),
    suggestion: names && nearestName(error.data as string, names),
  }
}

/**
 * Keeps one violation per cause: one for each value (several branches may refuse it), none for a key that
 * is missing because it is misspelt, none for what depends on a choice that is not made yet.
 */
function oneByCause(violations: readonly Violation[]): Violation[] {
  const unknown = violations.filter((each) => each.object && !each.missing && !each.undecided)
  const undecided = violations.flatMap(({ object, undecided: keys = [] }) =>
    keys.map((key) => pointer([...(object ?? []), key])),
  )
  const seen = new Set<string>()
  return violations.filter((violation) => {
    const place = pointer(violation.path)
    if (undecided.some((prefix) => `${place}/`.startsWith(`${prefix}/`))) return false
    if (isMisspelt(violation, unknown)) return false
    const cause = `${place} ${violation.part} ${violation.missing?.join() ?? ''}`
    if (seen.has(cause)) return false
    seen.add(cause)
    return true
  })
}

/** Whether the missing key is probably present as an unknown key. */
function isMisspelt({ object, missing }: Violation, unknown: readonly Violation[]): boolean {
  if (!object || !missing) return false
  const here = unknown.filter((violation) => pointer(violation.object ?? []) === pointer(object))
  if (missing.length > 1) return here.length > 0
  return here.some(({ suggestion }) => suggestion !== undefined && missing.includes(suggestion))
}

/** Keys whose schema depends on other keys. */
function conditionalKeys({ allOf = [] }: Schema): string[] {
  return [...new Set(allOf.flatMap(({ then }) => Object.keys(then?.properties ?? {})))]
}

/** A JSON pointer as keys and, inside lists, indices. */
function pathOf(instancePath: string, root: unknown): (string | number)[] {
  let at = root
  return instancePath
    .split('/')
    .slice(1)
    .map((step) => {
      const key = Array.isArray(at)
        ? Number(step)
        : step.replaceAll('~1', '/').replaceAll('~0', '~')
      at = (at as Record<string | number, unknown>)[key]
      return key
    })
}

const pointer = (path: SourcePath) => path.map((step) => `/${step}`).join('')
