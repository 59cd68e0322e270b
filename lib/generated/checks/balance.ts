// Generated from the schemas by `npm run generate`. Do not edit.

import type { WorkloadReference } from '../workload.ts'

export interface BalanceOptions {
  /**
   * How many requests are sent and counted. Default: 300. Example: `requests: 600`.
   */
  requests: number
  /**
   * Requests in flight at any time, queued ones included. Default: as many as the selected workers have slots. Example: `concurrency: 15`.
   */
  concurrency?: number
  /**
   * What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.
   */
  workload: WorkloadReference
  /**
   * Maximum tokens per response; `none` sends no limit. Default: as the workload says. Example: `max_tokens: 64`.
   */
  max_tokens?: 'none' | number
  /**
   * By which rule the worker of a request is chosen. Default: the cluster file's, else `hybrid`. Example: `strategy: round_robin`.
   */
  strategy?:
    | 'hybrid'
    | 'least_outstanding'
    | 'round_robin'
    | 'weighted'
    | 'p2c'
    | 'peak_ewma'
    | 'prequal'
    | 'cache_affinity'
  /**
   * Requests sent first and not counted, so that connections are open and the speeds of the workers are known. Default: 30. Example: `warmup: 60`.
   */
  warmup: number
}

/** The metrics that `balance` measures. */
export type BalanceMetrics =
  | 'success_rate'
  | 'requests'
  | 'failed'
  | 'retries'
  | 'throughput'
  | 'latency.avg'
  | 'latency.p50'
  | 'latency.p95'
  | 'latency.p99'
  | 'latency.max'
  | 'queue_wait.avg'
  | 'queue_wait.p95'
  | 'queue_wait.max'
  | 'fairness'
  | 'slots_exceeded'
  | 'in_flight.max'
  | 'imbalance'
  | 'optimality_gap'
  | 'service_time.avg'
  | 'first_token.p50'
  | 'strategy'
  | `share.${string}`
  | `capacity_share.${string}`
  | `share_to_capacity.${string}`
