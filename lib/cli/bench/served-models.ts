import { checkOf } from '../../checks/registry.ts'
import { checkDefaults } from '../../generated/check-defaults.ts'
import type { ClusterUnderTest } from '../kit/cluster-under-test.ts'

/** The models that the workers serve, whatever the network specs test. */
export interface ServedModels {
  /** Why the workers' figures cannot be compared; undefined if nothing contradicts it. */
  readonly difference?: string
  /** What could not be compared; undefined if everything could. */
  readonly note?: string
}

/** Asks each worker which model it serves: figures of different models show nothing about workers. */
export async function compareServedModels(
  { cluster }: ClusterUnderTest,
  signal: AbortSignal,
): Promise<ServedModels> {
  const { workers } = cluster
  if (workers.length < 2) return {}
  const context = { cluster, workers, signal, timeoutMs: 30_000 }
  const { metrics } = await checkOf('same_model').run(checkDefaults.same_model, context)
  if (metrics.same === false) {
    const { models, differing } = metrics
    return {
      difference: `the workers serve different models: ${inWords(models)}; ${inWords(differing)} ${count(differing) === 1 ? 'differs' : 'differ'} from the others, by name, size or quantization`,
    }
  }
  if (metrics.same === true) return {}
  const unknown = typeof metrics.unknown === 'number' ? metrics.unknown : workers.length
  return {
    note: `the models were not compared: ${unknown} of ${workers.length} workers did not say which one they serve`,
  }
}

function inWords(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value)
}

function count(value: unknown): number {
  return Array.isArray(value) ? value.length : 0
}
