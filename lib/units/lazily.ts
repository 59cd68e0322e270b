/** An object whose values are created when they are first read. */
export function lazily<T extends object>(creators: { readonly [K in keyof T]: () => T[K] }): T {
  const object = {}
  for (const [key, create] of Object.entries<() => unknown>(creators)) {
    Object.defineProperty(object, key, {
      enumerable: true,
      configurable: true,
      get() {
        const value = create()
        Object.defineProperty(object, key, { enumerable: true, value })
        return value
      },
    })
  }
  return object as T
}
