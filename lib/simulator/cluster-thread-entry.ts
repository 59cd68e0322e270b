import { parentPort, workerData } from 'node:worker_threads'
import type { Worker } from '../cluster/cluster.ts'
import type { StartMessage } from './cluster-thread.ts'
import { startSimulatedCluster } from './simulated-cluster.ts'

const { workers, keys } = workerData as {
  readonly workers: readonly Worker[]
  readonly keys: Readonly<Record<string, string | undefined>>
}

const post = (message: StartMessage) => parentPort?.postMessage(message)

startSimulatedCluster(workers, { keyOf: ({ id }) => keys[id], control: true }).then(
  ({ workers: served, controlUrl }) => post({ workers: served, controlUrl }),
  (error: Error) => post({ error: error.message }),
)
