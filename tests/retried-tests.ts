import type { Reporter, TestModule } from 'vitest/node'

/** Prints at the end of a run each test that was retried, with the first line of its first error. */
export default class RetriedTests implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const retried = modules.flatMap((module) =>
      [...module.children.allTests()].flatMap((test) => {
        const { retryCount = 0 } = test.diagnostic() ?? {}
        if (retryCount === 0) return []
        const { state, errors = [] } = test.result()
        const error = errors[0]?.message ?? 'no error was kept'
        return [{ name: `${module.relativeModuleId} > ${test.fullName}`, retryCount, state, error }]
      }),
    )
    const words = retriedTests(retried)
    if (words) process.stdout.write(`\n${words}\n\n`)
  }
}

export interface RetriedTest {
  /** File and full name. */
  readonly name: string
  readonly retryCount: number
  readonly state: string
  readonly error: string
}

/** "Retried: 1 test", and two lines for each; undefined if there is none. */
export function retriedTests(tests: readonly RetriedTest[]): string | undefined {
  if (tests.length === 0) return undefined
  const lines = tests.flatMap(({ name, retryCount, state, error }) => {
    const times = retryCount === 1 ? 'once' : `${retryCount} times`
    return [`   ${name}: ${state}, retried ${times}`, `     ${error.split('\n', 1)[0]}`]
  })
  return [` Retried: ${tests.length} ${tests.length === 1 ? 'test' : 'tests'}`, ...lines].join('\n')
}
