import { resolve } from 'node:path'
import type { Cluster, Worker } from '../cluster/cluster.ts'
import { loadCluster } from '../cluster/load-cluster.ts'
import { locateCluster } from '../cluster/locate-cluster.ts'
import { resolveSecret } from '../cluster/secret.ts'
import { type WorkerInput, workerOf } from '../cluster/worker-input.ts'
import { startClusterThread } from '../simulator/cluster-thread.ts'
import { UserError } from '../source/user-error.ts'

/**
 * The cluster of a run: a cluster file, or workers of a program.
 * @example
 * const cluster: ClusterInput = { workers: [{ host: '192.168.1.105', port: 1234 }] }
 */
export type ClusterInput =
  | string
  | (Partial<Omit<Cluster, 'workers'>> & { readonly workers: readonly WorkerInput[] })

/** A cluster with running simulated workers; those that were started for it end with it. */
export interface RunningCluster extends AsyncDisposable {
  readonly cluster: Cluster
}

/**
 * Reads the cluster and starts its simulated workers; of workers from a program, those with port 0, because
 * the others are running already.
 * @param input undefined: `$CLUSTERGATE_CLUSTER`, else the embedded cluster
 * @throws UserError with all problems of the file, or of a worker
 */
export async function clusterOfRun(
  input: ClusterInput | undefined,
  root: string,
): Promise<RunningCluster> {
  if (typeof input === 'object') return startCluster(givenCluster(input), isWithoutPort)
  const file =
    input === undefined ? locateCluster(undefined, root, process.env) : resolve(root, input)
  return startCluster(await loadCluster(file, process.env))
}

function givenCluster(input: Exclude<ClusterInput, string>): Cluster {
  const workers = input.workers.map(workerOf)
  const ids = workers.map(({ id }) => id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) {
    throw new UserError([
      { code: 'duplicate_worker', message: `two workers have the id \`${twice}\`` },
    ])
  }
  return { file: 'the workers of the program', allowCommands: false, ...input, workers }
}

function isWithoutPort({ port }: Worker): boolean {
  return port === 0
}

/** Starts the simulated workers of a cluster that has been read, or the given ones. */
export async function startCluster(
  cluster: Cluster,
  isStarted: (worker: Worker) => boolean = () => true,
): Promise<RunningCluster> {
  const simulated = cluster.workers.filter((each) => each.type === 'simulated' && isStarted(each))
  const { workers, controlUrl, close } = await startClusterThread(simulated, keyOf)
  const running = new Map(workers.map((worker) => [worker.id, worker]))
  return {
    cluster: {
      ...cluster,
      workers: cluster.workers.map((worker) => running.get(worker.id) ?? worker),
      ...(controlUrl !== undefined && { simulatorUrl: controlUrl }),
    },
    [Symbol.asyncDispose]: close,
  }
}

/** The key that a simulated worker requires: the one that its callers send. */
function keyOf({ apiKey }: Worker): string | undefined {
  return apiKey && resolveSecret(apiKey, process.env)
}
