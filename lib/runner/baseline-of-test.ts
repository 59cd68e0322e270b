import type { Worker } from '../cluster/cluster.ts'
import { BaselineFileError, baselineName, baselinePath } from '../record/baseline/baseline-file.ts'
import { readValidBaseline } from '../verdict/baseline/valid-baseline.ts'
import type { BaselineReference } from '../verdict/baseline-reference.ts'
import type { DeclaredCase } from './declared-case.ts'

/**
 * The baseline of a test with a `regression`: the one beside its spec.
 * @returns undefined without a `regression`
 */
export function baselineOfTest(
  test: DeclaredCase,
  workers: readonly Worker[],
): BaselineReference | BaselineFileError | undefined {
  if (!test.expectations.some(({ regression }) => regression)) return undefined
  const workerId = test.runs === 'each' ? workers[0]?.id : undefined
  const file = baselinePath(test.place.file, baselineName(test.name, workerId))
  try {
    return { file, baseline: readValidBaseline(file) }
  } catch (error) {
    if (error instanceof BaselineFileError) return error
    throw error
  }
}
