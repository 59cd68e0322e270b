import { resolveSecret } from '../../cluster/secret.ts'

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
  const entries = Object.entries(templates).map(
    ([name, template]) => [name, template, resolveSecret({ template }, process.env)] as const,
  )
  return {
    values: Object.fromEntries(entries.map(([name, , value]) => [name, value])),
    secrets: entries.filter(([, template]) => template.includes('${')).map(([, , value]) => value),
  }
}
