// Generated from the schemas by `npm run generate`. Do not edit.

import type { WorkloadReference } from '../workload.ts'

export interface AffinityOptions {
  /**
   * Number of sessions. Default: 12. Example: `sessions: 30`.
   */
  sessions: number
  /**
   * Requests per session, one after the other. Default: 10. Example: `requests_per_session: 20`.
   */
  requests_per_session: number
  /**
   * What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.
   */
  workload: WorkloadReference
  /**
   * Maximum tokens per response; `none` sends no limit. Default: that of the workload. Example: `max_tokens: 64`.
   */
  max_tokens?: 'none' | number
  /**
   * The rule that chooses the worker of a request. Default: `cache_affinity`. Example: `strategy: cache_affinity`.
   */
  strategy:
    | 'hybrid'
    | 'least_outstanding'
    | 'round_robin'
    | 'weighted'
    | 'p2c'
    | 'peak_ewma'
    | 'prequal'
    | 'cache_affinity'
}

/** The metrics that `affinity` measures. */
export type AffinityMetrics =
  | 'affinity'
  | 'affinity.worst'
  | 'sessions_moved'
  | 'chance'
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
  | 'imbalance'
  | 'slots_exceeded'
  | 'strategy'
  | `share.${string}`
