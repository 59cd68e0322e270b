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
   * Maximum tokens per response; `none` sends no limit. Default: that of the workload. Example: `max_tokens: 64`.
   */
  max_tokens?: 'none' | number
  /**
   * The rule that chooses the worker of a request. Default: the cluster file's, else `hybrid`. Example: `strategy: round_robin`.
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
   * Warm-up requests, not counted, to open connections and measure the speeds of the workers. Default: 30. Example: `warmup: 60`.
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
