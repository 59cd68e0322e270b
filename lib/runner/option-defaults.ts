import { checkDefaults } from '../generated/check-defaults.ts'
import type { CheckOptions } from '../generated/checks.ts'
import { optionValidators } from './option-validators.ts'

/**
 * Fills in a check's defaults from its schema.
 * @throws TypeError for options that the schema refuses
 */
export function withDefaults<K extends keyof CheckOptions>(
  kind: K,
  options: Partial<CheckOptions[K]>,
): Readonly<Record<string, unknown>> {
  // Validated as given: some options exclude others, which have defaults.
  const errors = optionValidators[kind]?.(options) ?? []
  if (errors.length === 0) return { ...checkDefaults[kind], ...options }
  const reported = errors.map(({ instancePath, message }) =>
    `${instancePath.slice(1)} ${message}`.trim(),
  )
  throw new TypeError(`${kind}: ${reported.join('; ')}`)
}
