import { readSpec, type SpecEnvironment, type SpecSource } from './read-spec.ts'
import type { Spec } from './spec.ts'

const known = new Map<string, { readonly key: string; readonly spec: Spec }>()

/**
 * As `readSpec`, and from memory where this text was read for such workers before: Vitest's run looks at the network
 * specs to name what they leave out, and again to run them. What names variables or workloads is read each time.
 * @throws UserError with all problems of the file at once
 */
export function readSpecOnce(source: SpecSource, environment: SpecEnvironment): Spec {
  const { file, text } = source
  const workers = environment.cluster.workers.map(({ id, tags }) => [id, tags])
  const key = JSON.stringify([environment.root, workers, text])
  const earlier = known.get(file)
  if (earlier?.key === key) return earlier.spec
  let isAlone = !text.includes('${')
  const spec = readSpec(source, {
    ...environment,
    onFile: (path) => {
      isAlone = false
      environment.onFile?.(path)
    },
  })
  if (isAlone) known.set(file, { key, spec })
  return spec
}
