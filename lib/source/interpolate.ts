import { isSecretName } from './secrets/secret-name.ts'
import { coreScalar } from './trees/core-scalar.ts'

/** Variables by name, as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A text with its variables replaced, or why that is not possible; offsets from 0 in the text. */
export type Interpolation =
  | { readonly ok: true; readonly value: string }
  | {
      readonly ok: false
      readonly reason: 'missing'
      /** Each name that is not set, once; the offset is that of the first. */
      readonly missing: readonly string[]
      readonly offset: number
      readonly message: string
    }
  | {
      readonly ok: false
      readonly reason: 'malformed'
      readonly offset: number
      readonly message: string
    }

/**
 * Replaces variables in a text:
 *
 *     text        ::= ( literal | escape | variable )*
 *     escape      ::= "$${"                          becomes "${"
 *     variable    ::= "${" name ( ":-" default )? "}"
 *     name        ::= [A-Za-z_] [A-Za-z0-9_]*
 *     default     ::= any text without "}" and "${"; may be empty
 *
 * The default is taken when the variable is unset or empty; without a default an unset variable
 * is an error and an empty one is empty. What a variable holds is not read again.
 */
export function interpolate(text: string, env: Environment): Interpolation {
  const missing = new Map<string, number>()
  let value = ''
  for (const piece of piecesOf(text)) {
    if (typeof piece === 'string') {
      value += piece
    } else if ('message' in piece) {
      return { ok: false, reason: 'malformed', offset: piece.start, message: piece.message }
    } else {
      const replaced = lookUp(piece, env)
      if (replaced === undefined && !missing.has(piece.name)) missing.set(piece.name, piece.start)
      value += replaced ?? ''
    }
  }
  const [first] = missing.values()
  if (first === undefined) return { ok: true, value }
  const names = [...missing.keys()]
  return { ok: false, reason: 'missing', missing: names, offset: first, message: notSet(names) }
}

interface Variable {
  readonly name: string
  readonly fallback?: string
  readonly start: number
  /** The offset behind the closing brace. */
  readonly end: number
}

interface Malformed {
  readonly message: string
  readonly start: number
}

/** The literal texts (escapes undone) and variables of a text, up to the first that is malformed. */
function* piecesOf(text: string): Generator<string | Variable | Malformed> {
  const opening = /\$?\$\{/g
  let at = 0
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    yield text.slice(at, match.index)
    if (match[0] === '$${') {
      yield '${'
    } else {
      const variable = readVariable(text, match.index)
      yield variable
      if ('message' in variable) return
      opening.lastIndex = variable.end
    }
    at = opening.lastIndex
  }
  yield text.slice(at)
}

function readVariable(text: string, start: number): Variable | Malformed {
  const close = text.indexOf('}', start)
  const inner = text.slice(start + 2, close === -1 ? undefined : close)
  if (inner.includes('${')) return { start, message: malformed.nested }
  if (close === -1) return { start, message: malformed.unclosed }
  const parts = /^([A-Za-z_]\w*)(?::-([\s\S]*))?$/.exec(inner)
  if (!parts) return { start, message: malformed.name }
  const [, name = '', fallback] = parts
  return { name, start, end: close + 1, ...(fallback !== undefined && { fallback }) }
}

// None of them repeats the text: what stands there may be a secret.
const malformed = {
  nested: `a variable cannot stand inside of another \`\${\`; a plain one is written \`$\${\``,
  unclosed: `this \`\${\` is never closed by a \`}\`; a plain one is written \`$\${\``,
  name: `what stands behind \`\${\` is no variable: write \`\${NAME}\` or \`\${NAME:-default}\``,
} as const

function lookUp(variable: Variable, env: Environment): string | undefined {
  const set = Object.hasOwn(env, variable.name) ? env[variable.name] : undefined
  return variable.fallback === undefined ? set : set || variable.fallback
}

function notSet(names: readonly string[]): string {
  const list = names.map((name) => `\`${name}\``).join(', ')
  return names.length === 1
    ? `the environment variable ${list} is not set and has no default`
    : `the environment variables ${list} are not set and have no defaults`
}

/** Something that is wrong with the variables of one value. */
export interface InterpolationProblem {
  readonly code: 'variable_missing' | 'variable_malformed'
  readonly path: readonly (string | number)[]
  readonly message: string
}

export interface InterpolationOptions {
  /** Values that are left as they are written; malformed variables are problems there too. */
  readonly keepRaw?: (path: readonly (string | number)[]) => boolean
  /** Values that stay texts whatever they hold; a document's `isQuoted` says so of YAML in quotes. */
  readonly keepText?: (path: readonly (string | number)[]) => boolean
}

/**
 * Replaces variables in all string values (never keys) of plain data, which is not changed.
 *
 * A value that is exactly one variable is then read by YAML's core rules: `${N:-10}` becomes the
 * number 10, `${FLAG}` a boolean, an empty one null. It stays a text where `keepText` says so and
 * behind a key that names a secret, since a key of digits is still a key. A value with a problem
 * is left as it is written.
 */
export function interpolateDocument(
  value: unknown,
  env: Environment,
  options: InterpolationOptions = {},
): { value: unknown; problems: InterpolationProblem[] } {
  const problems: InterpolationProblem[] = []
  return { value: walk(value, [], { env, options, problems }), problems }
}

interface Walk {
  readonly env: Environment
  readonly options: InterpolationOptions
  readonly problems: InterpolationProblem[]
}

function walk(value: unknown, path: readonly (string | number)[], context: Walk): unknown {
  if (typeof value === 'string') return replaceIn(value, path, context)
  if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index], context))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, walk(inner, [...path, key], context)]),
  )
}

function replaceIn(text: string, path: readonly (string | number)[], context: Walk): unknown {
  const { env, options, problems } = context
  const result = interpolate(text, env)
  const isRaw = options.keepRaw?.(path) ?? false
  if (!result.ok) {
    if (result.reason === 'missing' && isRaw) return text
    const code = result.reason === 'missing' ? 'variable_missing' : 'variable_malformed'
    problems.push({ code, path, message: result.message })
    return text
  }
  if (isRaw) return text
  const staysText = options.keepText?.(path) || path.some((step) => isSecretName(String(step)))
  return isOneVariable(text) && !staysText ? coreScalar(result.value) : result.value
}

function isOneVariable(text: string): boolean {
  if (!text.startsWith('${')) return false
  const variable = readVariable(text, 0)
  return 'end' in variable && variable.end === text.length
}
