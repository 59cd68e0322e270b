import type { SourceDocument, SourcePath } from './document.ts'
import { interpolate, type Variables, variablesOf } from './interpolate.ts'
import type { Validator } from './schema-problems.ts'
import { isSecretName } from './secrets/secret-name.ts'
import { coreScalar } from './trees/core-scalar.ts'
import type { Problem } from './user-error.ts'

export interface FillOptions {
  /** The schema's judgement, which decides whether a number or a text is wanted. */
  readonly validate: Validator
  /** Values that are left as they are written; malformed variables are problems there too. */
  readonly keepRaw?: (path: SourcePath) => boolean
}

/**
 * Replaces the variables in all string values (never keys) of a document: the one rule of specs, cluster files and
 * workloads.
 *
 * A value that is exactly one variable becomes what it would be if its text stood there: in quotes a text, else what
 * YAML's core rules make of it. Where the schema wants the other of the two it becomes that: `port: "${PORT}"` is a
 * number, `model: ${MODEL}` a text though it is all digits. JSON can only write variables in quotes, so there the
 * schema alone decides. Behind a key that names a secret it is always a text.
 *
 * A variable that names a secret may stand only where values are kept raw: anywhere else a report would show it. A
 * value with a problem is left as it is written.
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

/** A value that was one variable, with the other way to read it. */
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
  const secret = isRaw ? undefined : variables.find(({ name }) => isSecretName(name))
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

/** Reads those values the other way that the schema takes only so. */
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

/** The value that stood at a path before. */
function replace(value: unknown, path: SourcePath, other: unknown): unknown {
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((inner, step) => Reflect.get(Object(inner), step), value)
  const step = path.at(-1) ?? ''
  const before = Reflect.get(Object(holder), step)
  Reflect.set(Object(holder), step, other)
  return before
}

/** As ajv writes paths (RFC 6901). */
function pointer(path: SourcePath): string {
  const steps = path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'))
  return steps.map((step) => `/${step}`).join('')
}
