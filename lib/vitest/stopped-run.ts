import type { TestContext } from 'vitest'

/**
 * Ends a test as skipped whose run was stopped meanwhile, as by `--bail`. Vitest marks every test that has not
 * ended as skipped, but aborts the signals of some only; what goes on regardless would fail, or count as passed.
 */
export function skipIfStopped({ task, signal, skip }: Test): void {
  const isAborted = signal.aborted && signal.reason?.name === 'TestRunAbortError'
  if (isAborted || task.result?.state === 'skip') skip('the run was stopped before this test ended')
}

type Test = Pick<TestContext, 'task' | 'signal' | 'skip'>
