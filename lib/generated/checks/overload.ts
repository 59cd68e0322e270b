// Generated from the schemas by `npm run generate`. Do not edit.

import type { WorkloadReference } from '../workload.ts'

export interface OverloadOptions {
  /**
   * How many requests are sent at once. Default: 200. Example: `requests: 500`.
   */
  requests: number
  /**
   * How many may wait for a slot. Default: 30. Example: `max_queue: 100`.
   */
  max_queue: number
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

/** The metrics that `overload` measures. */
export type OverloadMetrics =
  | 'admitted'
  | 'rejected'
  | 'unclean'
  | 'reject_time.max'
  | 'admitted.success_rate'
  | 'admitted.latency.p95'
  | 'admitted.latency.max'
  | 'admitted.slowdown'
  | 'recovery.success_rate'
  | 'recovery.slowdown'
  | 'slots_exceeded'
