import type { TestContext } from 'vitest'

type Test = Pick<TestContext, 'task' | 'signal' | 'skip'>

export const stoppedReason = 'the run was stopped before this test ended'

/**
 * Whether the run of a test was stopped meanwhile, as by `--bail`. Vitest marks every test that has not ended as
 * skipped, but aborts the signals of some only.
 */
export function isStopped({ task, signal }: Pick<Test, 'task' | 'signal'>): boolean {
  const isAborted = signal.aborted && signal.reason?.name === 'TestRunAbortError'
  return isAborted || task.result?.state === 'skip'
}

/** Ends such a test as skipped: otherwise it would fail, or count as passed. */
export function skipIfStopped(test: Test): void {
  if (isStopped(test)) test.skip(stoppedReason)
}
