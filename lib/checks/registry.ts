import { checkModules } from '../generated/check-kinds.ts'
import type { Check } from './check.ts'

/** The check of a kind. Kinds are validated when a spec is read; an unknown one here is a bug. */
export function checkOf(kind: string): Check {
  const check = registry.get(kind)
  if (!check) throw new RangeError(`no check of kind ${kind}`)
  return check
}

/** All kinds, in alphabetical order. */
export function checkKinds(): readonly string[] {
  return [...registry.keys()].sort()
}

const registry = new Map<string, Check>(
  Object.values(checkModules).map((check) => [check.kind, check as unknown as Check]),
)
