import type { ClusterFile } from '../../generated/cluster.ts'
import type { BalancerSettings, CircuitSettings, HealthSettings } from '../balancer-settings.ts'
import { milliseconds, share } from './quantities.ts'

type BalancerBlock = NonNullable<ClusterFile['balancer']>

/**
 * The `balancer` block of a cluster file; omitted settings have the defaults of
 * `schemas/cluster.schema.json`.
 */
export function readBalancer(block: BalancerBlock = {}): BalancerSettings {
  return {
    strategy: block.strategy ?? 'hybrid',
    maxQueue: block.max_queue ?? 1_000,
    queueTimeoutMs: milliseconds(block.queue_timeout ?? '30s'),
    timeoutMs: milliseconds(block.timeout ?? '10m'),
    idleTimeoutMs: milliseconds(block.idle_timeout ?? '60s'),
    connectTimeoutMs: milliseconds(block.connect_timeout ?? '5s'),
    retries: block.retries ?? 2,
    retryBudget: share(block.retry_budget ?? '20%'),
    retryCompletions: block.retry_completions ?? true,
    ...(block.hedge_after !== undefined && { hedgeAfterMs: milliseconds(block.hedge_after) }),
    slowStartMs: milliseconds(block.slow_start ?? '2s'),
    maxRetryAfterMs: milliseconds(block.max_retry_after ?? '1m'),
    health: readHealth(block.health),
    circuit: readCircuit(block.circuit),
  }
}

function readHealth(health: BalancerBlock['health'] = {}): HealthSettings {
  return {
    intervalMs: milliseconds(health.interval ?? '5s'),
    timeoutMs: milliseconds(health.timeout ?? '2s'),
    ...(health.path !== undefined && { path: health.path }),
    failures: health.failures ?? 2,
    ...(health.silent_while_busy !== undefined && {
      silentWhileBusyMs: milliseconds(health.silent_while_busy),
    }),
  }
}

function readCircuit(circuit: BalancerBlock['circuit'] = {}): CircuitSettings {
  return {
    failures: circuit.failures ?? 5,
    failureRate: share(circuit.failure_rate ?? '50%'),
    windowMs: milliseconds(circuit.window ?? '10s'),
    minRequests: circuit.min_requests ?? 20,
    openForMs: milliseconds(circuit.open_for ?? '2s'),
    maxOpenForMs: milliseconds(circuit.max_open_for ?? '1m'),
  }
}
