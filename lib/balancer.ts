// biome-ignore-all lint/performance/noBarrelFile: the public face `clustergate/balancer`

/**
 * The load balancer as a library: `import { Balancer } from 'clustergate/balancer'`.
 * @module balancer
 */

export { Balancer, type BalancerOptions } from './balancer/balancer.ts'
export { BalancerError, type BalancerErrorCode } from './balancer/errors.ts'
export type {
  AttemptResult,
  BalancerEvent,
  EventListener,
  RequestSummary,
} from './balancer/events.ts'
export type { BalancerStats, WorkerStats } from './balancer/metrics/stats.ts'
export type { Outcome } from './balancer/request/outcome.ts'
export type { StrategyChoice } from './balancer/strategies/choose-strategy.ts'
export {
  fromFunction,
  InvalidPick,
  type PickFunction,
} from './balancer/strategies/from-function.ts'
export type {
  Candidate,
  Observation,
  RequestView,
  Strategy,
} from './balancer/strategies/strategy.ts'
export type { HealthState } from './balancer/worker/worker-health.ts'
export type { RefusedClaim } from './balancer/worker/worker-state.ts'
export type {
  BalancerSettings,
  CircuitSettings,
  HealthSettings,
} from './cluster/balancer-settings.ts'
export type {
  Cluster,
  Distribution,
  Imitated,
  SecretText,
  TlsOptions,
  Worker,
  WorkerType,
} from './cluster/cluster.ts'
export { loadCluster } from './cluster/load-cluster.ts'
export type { Loose } from './cluster/read/loose.ts'
export type { ResponseLimits } from './cluster/response-limits.ts'
export type { ServeSettings } from './cluster/serve-settings.ts'
export type { SimulateInput } from './cluster/simulation.ts'
export type { MetricSelection, TelemetrySource } from './cluster/telemetry-source.ts'
export type { WorkerInput } from './cluster/worker-input.ts'
export type { TelemetryFormat } from './generated/cluster.ts'
export { type Place, type Problem, UserError } from './source/user-error.ts'
export type { TelemetryName, TelemetryUnit } from './units/telemetry-quantity.ts'
