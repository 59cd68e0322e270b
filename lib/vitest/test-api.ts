import type * as Vitest from 'vitest'

/**
 * Vitest's functions for tests, which it defines for `import.meta.vitest` before it loads a file of the tests. An
 * import would load them in its main process as well, where the configuration needs only the plugin: a tenth of the
 * start of a run.
 * @throws Error where Vitest runs no tests
 */
export function testApi(): typeof Vitest {
  const api = apiOfVitest()
  if (api) return api
  throw new Error(onlyInTests)
}

/** `expect` of Vitest; where it runs no tests, each use throws an error that says so. */
export function expectOfTests(): typeof Vitest.expect {
  return apiOfVitest()?.expect ?? unavailableExpect()
}

const onlyInTests = 'only tests that Vitest runs can use `suite` and `expect` of clustergate'

function apiOfVitest(): typeof Vitest | undefined {
  return (globalThis as { readonly __vitest_index__?: typeof Vitest }).__vitest_index__
}

function unavailableExpect(): typeof Vitest.expect {
  const refuse = () => {
    throw new Error(onlyInTests)
  }
  return new Proxy(refuse, { get: refuse }) as unknown as typeof Vitest.expect
}
