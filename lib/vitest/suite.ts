import type { TestAPI, TestContext } from 'vitest'
import type { Measurement } from '../record/measurement.ts'
import { testMeta } from '../record/test-meta.ts'
import { visibleText } from '../source/visible-text.ts'
import type { ClusterHandle, WorkerHandle } from './cluster-handle.ts'
import { MeasurementUse } from './measurement-use.ts'
import { currentStage } from './stages/current-stage.ts'
import { skipIfStopped } from './stopped-run.ts'
import { testApi } from './test-api.ts'

/**
 * The fixtures of a test of a TypeScript spec besides Vitest's own context.
 * @example
 * test('spreads the load', async ({ cluster }) => {
 *   expect(await cluster.balance()).toShareLoadEvenly()
 * })
 */
export interface SuiteFixtures {
  /** The cluster under test. */
  readonly cluster: ClusterHandle
}

/**
 * The functions that define the tests of a suite.
 * @example
 * suite('Network', ({ test, eachWorker }) => {
 *   eachWorker('answers ping', async (worker) => {
 *     expect(await worker.ping()).toHaveNoPacketLoss()
 *   })
 *   test('is one network', async ({ cluster }) => {
 *     expect(await cluster.subnet()).toBeInOneSubnet()
 *   })
 * })
 */
export interface SuiteTools {
  /** Vitest's `test`, with the cluster as a fixture. */
  readonly test: TestAPI<SuiteFixtures>
  /** Defines one test per worker, named `name › worker`. */
  eachWorker(
    name: string,
    run: (worker: WorkerHandle, cluster: ClusterHandle) => Promise<void>,
  ): void
}

/**
 * A spec in TypeScript, in the same folders as the YAML ones.
 * @example
 * suite('Network', ({ eachWorker }) => {
 *   eachWorker('loses nothing', async (worker) => {
 *     expect(await worker.ping({ count: 20 })).toHaveNoPacketLoss()
 *   })
 * })
 */
export function suite(name: string, body: (tools: SuiteTools) => void): void {
  const { test: base, describe } = testApi()
  // Extended here instead of once for all: the configuration imports this file, in which Vitest forbids it.
  const test: TestAPI<SuiteFixtures> = base.extend<SuiteFixtures>({
    cluster: async ({ signal, task, skip, onTestFinished }, use) => {
      // Not at the top: the configuration imports this file, and needs no checks.
      const { clusterHandle } = await import('./cluster-handle.ts')
      const meta = testMeta(task.meta)
      skipIfStopped({ signal, task, skip })
      // From an earlier attempt.
      delete meta.clustergateMeasurements
      // `clustergate baseline save` finds them in the JSON report.
      const keep = (measurement: Measurement) => {
        skipIfStopped({ signal, task, skip })
        if (measurement.check !== 'benchmark') return
        meta.clustergateMeasurements = [...(meta.clustergateMeasurements ?? []), measurement]
      }
      const { cluster, progressFile } = currentStage()
      const measurementUse = new MeasurementUse()
      const test = {
        signal,
        timeoutMs: task.timeout,
        name: fullName(task),
        file: task.file.filepath,
        progressFile,
        onMeasured: keep,
        use: measurementUse,
      }
      onTestFinished(() => measurementUse.check({ task, signal }))
      await use(clusterHandle(cluster, test))
    },
  })
  const eachWorker: SuiteTools['eachWorker'] = (title, run) => {
    for (const { id } of currentStage().cluster.workers) {
      test(visibleText(`${title} › ${id}`), ({ cluster }) => run(cluster.worker(id), cluster))
    }
  }
  describe(name, () => body({ test, eachWorker }))
}

/** Like Vitest's `currentTestName`, by which matchers find a baseline: the suites, then the test. */
function fullName({ name, suite: parent, file }: TestContext['task']): string {
  const names = [name]
  for (let each = parent; each && each !== file; each = each.suite) names.unshift(each.name)
  return names.join(' > ')
}
