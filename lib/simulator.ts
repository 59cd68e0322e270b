// biome-ignore-all lint/performance/noBarrelFile: the public entry point `clustergate/simulator`

/**
 * Simulated workers: `import { startSimulatedWorker } from 'clustergate/simulator'`.
 * @module simulator
 */

export type {
  Fault,
  FaultKind,
  Imitated,
  JitterDistribution,
  SimulateOptions,
  ThrottleOptions,
  Worker,
} from './cluster/cluster.ts'
export type { Loose } from './cluster/read/loose.ts'
export type { SimulateInput } from './cluster/simulation.ts'
export type { WorkerInput } from './cluster/worker-input.ts'
export type { FaultWords } from './simulator/faults/fault-words.ts'
export type { RequestOutcome, RequestRecord } from './simulator/ledger.ts'
export type { SimulatedWorker } from './simulator/running-worker.ts'
export {
  type SimulatedCluster,
  type SimulatedClusterOptions,
  startSimulatedCluster,
} from './simulator/simulated-cluster.ts'
export { type SimulatedWorkerOptions, startSimulatedWorker } from './simulator/simulated-worker.ts'
export type { SimulatedWorkerState } from './simulator/worker-state.ts'
export { UserError } from './source/user-error.ts'
