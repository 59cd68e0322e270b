import { resolveSecret, valuesOfSecrets } from '../../cluster/secret.ts'

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
