import { checkOf } from '../checks/registry.ts'
import type { Cluster, Worker } from '../cluster/cluster.ts'
import { collectSecrets } from '../cluster/secret.ts'
import type { CheckKind, CheckOptions } from '../generated/checks.ts'
import type { MeasurementOf } from '../matchers/typed-matchers.ts'
import type { Measurement } from '../record/measurement.ts'
import { redact } from '../record/redact.ts'
import { settingOf } from '../record/setting.ts'
import { withDefaults } from './option-defaults.ts'

/** Runs a check with the options that the YAML knows; what is left out has its default. */
export type CheckRun<K extends CheckKind> = (
  options?: Partial<CheckOptions[K]>,
) => Promise<MeasurementOf<K>>

/** For tests without a timeout: more than any check takes. */
const withoutEndMs = 7 * 24 * 3_600_000

type ClusterKind =
  | 'subnet'
  | 'command'
  | 'balance'
  | 'failover'
  | 'adapt'
  | 'overload'
  | 'affinity'
  | 'same_model'
  | 'benchmark'
  | 'batch'
  | 'soak'
  | 'load'
type WorkerKind = Exclude<CheckKind, ClusterKind>

/** A worker and the checks that run on one. */
export type WorkerHandle = Pick<Worker, 'id' | 'host' | 'port' | 'type' | 'tags'> & {
  /** The model of the cluster file; `model()` is the check. */
  readonly modelName: string | undefined
} & { readonly [K in WorkerKind]: CheckRun<K> }

/** The cluster under test and the checks that run on all of it. */
export type ClusterHandle = {
  readonly workers: readonly WorkerHandle[]
  /** @throws RangeError for an unknown id */
  worker(id: string): WorkerHandle
} & { readonly [K in ClusterKind]: CheckRun<K> }

/**
 * The cluster for one test: its checks end with the test's signal.
 * @param timeoutMs the time that the test may take; 0: no end
 * @param onMeasured hears of everything that was measured
 */
export function clusterHandle(
  cluster: Cluster,
  signal: AbortSignal,
  timeoutMs: number,
  onMeasured?: (measurement: Measurement) => void,
): ClusterHandle {
  const run = <K extends CheckKind>(kind: K, workers: readonly Worker[]): CheckRun<K> => {
    return async (options = {}) => {
      const measurement = await checkOf(kind).run(withDefaults(kind, options), {
        cluster,
        workers,
        signal,
        timeoutMs: timeoutMs > 0 ? timeoutMs : withoutEndMs,
      })
      const setting = measurement.loads && { setting: settingOf(workers) }
      const secrets = collectSecrets(cluster, process.env)
      const told = redact({ ...measurement, ...setting }, secrets) as MeasurementOf<K>
      onMeasured?.(told)
      return told
    }
  }
  const all = <K extends ClusterKind>(kind: K) => run(kind, cluster.workers)
  const workers = cluster.workers.map((worker): WorkerHandle => {
    const bound = <K extends WorkerKind>(kind: K) => run(kind, [worker])
    const { id, host, port, type, tags, model: modelName } = worker
    return {
      ...{ id, host, port, type, tags, modelName },
      ...{ ping: bound('ping'), tcp: bound('tcp'), dns: bound('dns') },
      ...{ http: bound('http'), model: bound('model'), path: bound('path') },
      ...{ slots: bound('slots'), idle: bound('idle'), latency: bound('latency') },
    }
  })
  return {
    workers,
    worker(id) {
      const found = workers.find((worker) => worker.id === id)
      if (found) return found
      throw new RangeError(
        `no worker \`${id}\`; there are ${workers.map((each) => each.id).join(', ')}`,
      )
    },
    ...{ subnet: all('subnet'), command: all('command'), balance: all('balance') },
    ...{ failover: all('failover'), adapt: all('adapt') },
    ...{ overload: all('overload'), affinity: all('affinity') },
    ...{ same_model: all('same_model'), benchmark: all('benchmark') },
    ...{ batch: all('batch'), soak: all('soak'), load: all('load') },
  }
}
