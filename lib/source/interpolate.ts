import { isPermitted } from './permitted-variables.ts'

/** Variables by name, like `process.env`. */
export type Variables = Readonly<Record<string, string | undefined>>

/** A text with its variables replaced, or why that is not possible; offsets from 0 in the text. */
export type Interpolation =
  | { readonly ok: true; readonly value: string }
  | {
      readonly ok: false
      readonly reason: 'missing'
      /** Each unset name, once, with its first offset. */
      readonly missing: readonly string[]
      readonly offset: number
      readonly message: string
    }
  | {
      readonly ok: false
      /** A variable that is set, but that files may not read. */
      readonly reason: 'withheld'
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
 * The default is used if the variable is unset or empty; without a default an unset variable is an error
 * and an empty one is empty. The value of a variable is not expanded again. A variable that is set, but
 * that files may not read (`isPermitted`), is an error, even with a default.
 */
export function interpolate(text: string, env: Variables): Interpolation {
  const missing = new Map<string, number>()
  let value = ''
  for (const chunk of chunksOf(text)) {
    if (typeof chunk === 'string') {
      value += chunk
    } else if ('message' in chunk) {
      return { ok: false, reason: 'malformed', offset: chunk.start, message: chunk.message }
    } else if (isSet(chunk.name, env) && !isPermitted(chunk.name, env)) {
      const message = withheld(chunk.name)
      return { ok: false, reason: 'withheld', offset: chunk.start, message }
    } else {
      const replaced = lookUp(chunk, env)
      if (replaced === undefined && !missing.has(chunk.name)) missing.set(chunk.name, chunk.start)
      value += replaced ?? ''
    }
  }
  const [first] = missing.values()
  if (first === undefined) return { ok: true, value }
  const names = [...missing.keys()]
  return { ok: false, reason: 'missing', missing: names, offset: first, message: notSet(names) }
}

/** A variable of a text; offsets from 0 in the text. */
export interface Variable {
  readonly name: string
  readonly fallback?: string
  readonly start: number
  /** The offset after the closing brace. */
  readonly end: number
}

interface Malformed {
  readonly message: string
  readonly start: number
}

/** The literal texts (escapes undone) and variables of a text, up to the first that is malformed. */
function* chunksOf(text: string): Generator<string | Variable | Malformed> {
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

// None of them repeats the text, which may contain a secret.
const malformed = {
  nested: `a variable cannot be nested in another \`\${\`; write a literal one as \`$\${\``,
  unclosed: `this \`\${\` has no closing \`}\`; write a literal one as \`$\${\``,
  name: `invalid variable name after \`\${\`: write \`\${NAME}\` or \`\${NAME:-default}\``,
} as const

function lookUp(variable: Variable, env: Variables): string | undefined {
  const set = isSet(variable.name, env) ? env[variable.name] : undefined
  return variable.fallback === undefined ? set : set || variable.fallback
}

function isSet(name: string, env: Variables): boolean {
  return Object.hasOwn(env, name) && env[name] !== undefined
}

function withheld(name: string): string {
  const refused = `files may not read the environment variable \`${name}\``
  const permission = `\`CLUSTERGATE_ENV=${name}\``
  if (name === 'CLUSTERGATE_AGENT_KEY') {
    return `${refused}, which signs the plans of agents: use another variable for this secret; only ${permission} permits it`
  }
  const byOption = `permit it by ${permission} or by the plugin's option \`env\``
  const isPermittedAsOurs = isPermitted(`CLUSTERGATE_${name}`, {})
  return isPermittedAsOurs
    ? `${refused}: ${byOption}, or name it \`CLUSTERGATE_...\``
    : `${refused}, whose name is that of a secret other than an API key: ${byOption}`
}

function notSet(names: readonly string[]): string {
  const list = names.map((name) => `\`${name}\``).join(', ')
  return names.length === 1
    ? `the environment variable ${list} is not set and has no default`
    : `the environment variables ${list} are not set and have no defaults`
}

/** The variables of a text, in their order, up to the first that is malformed. */
export function variablesOf(text: string): Variable[] {
  return [...chunksOf(text)].flatMap((chunk) =>
    typeof chunk === 'string' || 'message' in chunk ? [] : chunk,
  )
}
