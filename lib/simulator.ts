// biome-ignore-all lint/performance/noBarrelFile: the public face `clustergate/simulator`

export type { Fault, FaultKind, SimulateOptions } from './cluster/cluster.ts'
export type { Outcome, RequestRecord } from './simulator/ledger.ts'
export {
  type SimulatedCluster,
  type SimulatedClusterOptions,
  startSimulatedCluster,
} from './simulator/simulated-cluster.ts'
export {
  type SimulatedWorker,
  type SimulatedWorkerOptions,
  startSimulatedWorker,
} from './simulator/simulated-worker.ts'
export type { WorkerState } from './simulator/worker-state.ts'
