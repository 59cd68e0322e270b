import { once } from 'node:events'
import { Worker as Thread } from 'node:worker_threads'
import type { Worker } from '../cluster/cluster.ts'
import { areSources, packagedModule } from '../cluster/packaged-file.ts'
import type { SimulatedCluster } from './simulated-cluster.ts'

export type ClusterThread = Pick<SimulatedCluster, 'workers' | 'controlUrl' | 'close'>

/**
 * Starts the simulated workers among these, with a control server, in a thread of their own, so that they
 * do not share an event loop with the process that measures them. A thread ends with its process, however
 * that ends.
 */
export async function startClusterThread(
  workers: readonly Worker[],
  keyOf: (worker: Worker) => string | undefined = () => undefined,
): Promise<ClusterThread> {
  if (!workers.some(({ type }) => type === 'simulated'))
    return { workers, close: async () => undefined }
  // Node cannot load TypeScript into a thread: from the sources they run in this one.
  if (areSources) {
    const { startSimulatedCluster } = await import('./simulated-cluster.ts')
    return startSimulatedCluster(workers, { keyOf, control: true })
  }
  const keys = Object.fromEntries(workers.map((worker) => [worker.id, keyOf(worker)]))
  const thread = new Thread(packagedModule('lib/simulator/cluster-thread-entry'), {
    workerData: { workers, keys },
  })
  const [message] = (await once(thread, 'message')) as [StartMessage]
  const close = async () => {
    await thread.terminate()
  }
  if ('error' in message) {
    await close()
    throw new Error(message.error)
  }
  thread.unref()
  return { ...message, close }
}

/** The message of the thread after it has tried to start. */
export type StartMessage =
  | { readonly workers: readonly Worker[]; readonly controlUrl?: string }
  | { readonly error: string }
