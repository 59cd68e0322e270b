import type { TestContext } from 'vitest'

type Task = TestContext['task']

/**
 * Whether Vitest runs a test again that failed with these errors: by `retries` of the spec, or by `--retry` and
 * `--retry.condition`.
 */
export function runsAgain({ retry, result }: Task, errors: readonly Error[]): boolean {
  const { count = 0, condition } = typeof retry === 'object' ? retry : { count: retry }
  if ((result?.retryCount ?? 0) >= count) return false
  const last = errors.at(-1)
  if (last === undefined || condition === undefined) return last !== undefined
  return condition instanceof RegExp && condition.test(last.message)
}
