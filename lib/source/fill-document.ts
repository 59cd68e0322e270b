import type { SourceDocument, SourcePath } from './document.ts'
import { interpolate, type Variables, variablesOf } from './interpolate.ts'
import type { Validator } from './schema-problems.ts'
import { isSecretName, isSecretVariable } from './secrets/secret-name.ts'
import { coreScalar } from './trees/core-scalar.ts'
import type { Problem } from './user-error.ts'

export interface FillOptions {
  /** The validator, which decides whether a number or a text is expected. */
  readonly validate: Validator
  /** Values that are left as written; malformed variables are problems there too. */
  readonly keepRaw?: (path: SourcePath) => boolean
}

/**
 * Replaces the variables in all string values (never keys) of a document, for specs, cluster files and
 * workloads.
 *
 * A value that is exactly one variable gets the type that its text would have there: in quotes a text, else
 * by YAML's core schema. If the schema expects the other type it becomes that: `port: "${PORT}"` is a
 * number, `model: ${MODEL}` a text even if it is all digits. JSON can have variables only in quotes, so
 * there the schema decides. After a key that names a secret it is always a text.
 *
 * A variable that names a secret is allowed only in raw values: anywhere else a report would show it. A
 * value with a problem is left as written.
 */
export function fillDocument(
  document: SourceDocument,
  env: Variables,
  { validate, keepRaw = () => false }: FillOptions,
): { value: unknown; problems: Problem[] } {
  const context: Context = { document, env, keepRaw, problems: [], readings: [] }
  const value = walk(document.value, [], context)
  settle(value, context.readings, validate)
  return { value, problems: context.problems }
}

/** A value that was one variable, with its other possible type. */
interface Reading {
  readonly path: SourcePath
  readonly other: string | number | boolean | null
}

interface Context {
  readonly document: SourceDocument
  readonly env: Variables
  readonly keepRaw: (path: SourcePath) => boolean
  readonly problems: Problem[]
  readonly readings: Reading[]
}

function walk(value: unknown, path: SourcePath, context: Context): unknown {
  if (typeof value === 'string') return fill(value, path, context)
  if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index], context))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, walk(inner, [...path, key], context)]),
  )
}

const codesByReason = {
  missing: 'variable_missing',
  malformed: 'variable_malformed',
  withheld: 'variable_withheld',
} as const

function fill(text: string, path: SourcePath, context: Context): unknown {
  const { document, env, problems, readings } = context
  const isRaw = context.keepRaw(path)
  const variables = variablesOf(text)
  const secret = isRaw ? undefined : variables.find(({ name }) => isSecretVariable(name))
  const result = interpolate(text, env)
  if (secret) {
    const message = `the variable \`${secret.name}\` names a secret, which reports would show here`
    const expected = 'secrets in `api_key`, `headers` or `env` alone, or a variable of another name'
    problems.push(document.problem('variable_secret', path, message, { expected }))
    return text
  }
  if (!result.ok) {
    if (result.reason === 'missing' && isRaw) return text
    problems.push(document.problem(codesByReason[result.reason], path, result.message))
    return text
  }
  if (isRaw) return text
  const [variable] = variables
  const isAlone = variable?.start === 0 && variable.end === text.length
  if (!isAlone || path.some((step) => isSecretName(String(step)))) return result.value
  const scalar = coreScalar(result.value)
  if (scalar === result.value) return scalar
  const [asked, other] = document.isQuoted(path) ? [result.value, scalar] : [scalar, result.value]
  readings.push({ path, other })
  return asked
}

/** Converts the values that the schema accepts only with their other type. */
function settle(value: unknown, readings: readonly Reading[], validate: Validator): void {
  if (readings.length === 0) return
  const refused = (path: SourcePath, errors: ReturnType<Validator>) =>
    errors.some(({ instancePath }) => instancePath === pointer(path))
  const errors = validate(value)
  const swapped = readings
    .filter(({ path }) => refused(path, errors))
    .map(({ path, other }) => ({ path, first: replace(value, path, other) }))
  if (swapped.length === 0) return
  const remaining = validate(value)
  for (const { path, first } of swapped) if (refused(path, remaining)) replace(value, path, first)
}

/** The previous value at a path. */
function replace(value: unknown, path: SourcePath, other: unknown): unknown {
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((inner, step) => Reflect.get(Object(inner), step), value)
  const step = path.at(-1) ?? ''
  const before = Reflect.get(Object(holder), step)
  Reflect.set(Object(holder), step, other)
  return before
}

/** In ajv's format of paths (RFC 6901). */
function pointer(path: SourcePath): string {
  const steps = path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'))
  return steps.map((step) => `/${step}`).join('')
}
