import type { RunContext } from '../run-context.ts'
import { testApi } from '../test-api.ts'

/**
 * The data of the stage that runs this file.
 * @throws Error outside the stages, where a unit test or a misplaced spec would have no cluster
 */
export function currentStage(): RunContext {
  const context = testApi().inject('clustergate') as RunContext | undefined
  if (context) return context
  throw new Error(
    'this file is in no stage, so it has no cluster: move it to `network`, `balancer` or `perf` in the folder of the specs, and name it `*.spec.ts`',
  )
}
