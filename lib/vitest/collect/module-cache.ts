/**
 * The methods of Vitest's module cache in a `configureVitest` hook: with this name from 5 on, with the
 * other one in 4.1.
 */
export interface ModuleCacheContext {
  defineCacheKeyGenerator?(generator: CacheKeyGenerator): void
  experimental_defineCacheKeyGenerator?(generator: CacheKeyGenerator): void
}

/** False leaves a module out of the cache. */
type CacheKeyGenerator = (module: SourceModule) => false | undefined

interface SourceModule {
  readonly id: string
  readonly sourceCode: string
}

/**
 * Excludes modules from the cache that Vitest keeps on disk, by default from 5 on. Its key is the text of
 * the file, but the generated module also depends on the cluster file, the environment, workloads and this
 * package: from the cache, a worker that was added would not be tested.
 * @throws Error if this Vitest has no way to do so
 */
export function neverCache(
  context: ModuleCacheContext,
  isLeftOut: (module: SourceModule) => boolean,
): void {
  const generator: CacheKeyGenerator = (module) => (isLeftOut(module) ? false : undefined)
  if (context.defineCacheKeyGenerator) context.defineCacheKeyGenerator(generator)
  else if (context.experimental_defineCacheKeyGenerator) {
    context.experimental_defineCacheKeyGenerator(generator)
  } else {
    throw new Error('clustergate needs Vitest 4.1 or 5.1: this one may keep specs in a cache')
  }
}
