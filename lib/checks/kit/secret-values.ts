import { resolveSecret, valuesOfSecrets } from '../../cluster/secret.ts'
import { isSecretVariable } from '../../source/secrets/secret-name.ts'

/** Texts by name, with the environment's variables filled in. */
export interface FilledIn {
  readonly values: Readonly<Record<string, string>>
  /** Values from the environment: they must not be in a measurement. */
  readonly secrets: readonly string[]
}

/**
 * Fills in headers or variables that a spec has as `${NAME}`: only here, so that no other code has the
 * values.
 */
export function fillIn(templates: Readonly<Record<string, string>> = {}): FilledIn {
  const entries = Object.entries(templates)
  return {
    values: Object.fromEntries(
      entries.map(([name, template]) => [name, resolveSecret({ template }, process.env)]),
    ),
    secrets: valuesOfSecrets(
      entries.map(([name, template]) => [name, { template }]),
      process.env,
    ),
  }
}

/** Shorter values, such as `KEY=1`, would match texts by chance. */
const shortestKey = 8

/** Folders, not passwords. */
const notSecret: ReadonlySet<string> = new Set(['PWD', 'OLDPWD'])

/** The values of the variables that have names of secrets: a program inherits all of them, and may print them. */
export function secretsInEnvironment(
  env: Readonly<Record<string, string | undefined>> = process.env,
): string[] {
  return Object.entries(env).flatMap(([name, value = '']) =>
    value.length >= shortestKey && isSecretVariable(name) && !notSecret.has(name) ? [value] : [],
  )
}
