// biome-ignore-all lint/performance/noBarrelFile: the public face `clustergate/simulator`

export { type SimulatedCluster, startSimulatedCluster } from './simulator/simulated-cluster.ts'
export {
  type SimulatedWorker,
  type SimulatedWorkerOptions,
  startSimulatedWorker,
} from './simulator/simulated-worker.ts'
