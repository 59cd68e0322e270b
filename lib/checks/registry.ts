import { type CheckModule, checkModules } from '../generated/check-kinds.ts'
import type { Check, DeclaredCheck } from './check.ts'

/** The check of a kind. Kinds are validated when a spec is read; an unknown one here is a bug. */
export function checkOf(kind: string): DeclaredCheck {
  const check = registry.get(kind)
  if (!check) throw new RangeError(`no check of kind ${kind}`)
  return check
}

/** All kinds, in alphabetical order. */
export function checkKinds(): readonly string[] {
  return [...registry.keys()].sort()
}

const registry = new Map<string, DeclaredCheck>(
  Object.entries(checkModules).map(([kind, module]) => [kind, declared(kind, module)]),
)

/** Checks with a load need clients, balancers and statistics, which a check of a port does not. */
function declared(kind: string, { scope, behind, load }: CheckModule): DeclaredCheck {
  let loaded: Check | undefined
  return {
    kind,
    scope,
    behind,
    // The presence of a measurement shows that it was loaded.
    blocks: (measurement) => loaded?.blocks?.(measurement),
    async run(options, context) {
      loaded ??= await load()
      return loaded.run(options, context)
    },
  }
}
