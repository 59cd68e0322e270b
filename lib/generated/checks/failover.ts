// Generated from the schemas by `npm run generate`. Do not edit.

import type { WorkloadReference } from '../workload.ts'

export interface FailoverOptions {
  /**
   * How many requests are sent and counted. Default: 1000. Example: `requests: 300`.
   */
  requests: number
  /**
   * How many of them are under way at any time, waiting ones included. Default: as many as the selected workers have slots. Example: `concurrency: 15`.
   */
  concurrency?: number
  /**
   * The id of the worker that it happens to. Default: the last of the selected ones. Example: `worker: mac-studio-3`.
   */
  worker?: string
  /**
   * How it is taken out: `drain` by the operator, in the balancer; `death` kills it, with all that is under way there, and `hang` makes it silent: both of simulated workers only. Default: `death` of a simulated worker, `drain` of others. Example: `by: drain`.
   */
  by?: 'drain' | 'death' | 'hang'
  /**
   * After which share of the requests it is taken out. Default: `30%`. Example: `at: 50%`.
   */
  at: string | number
  /**
   * After what time it is brought back, as a duration with a unit. Default: `1s`. Example: `back_after: 5s`.
   */
  back_after: string
  /**
   * How long one request may take, as a duration with a unit; what a silent worker has swallowed waits that long. Default: `20s`. Example: `timeout: 60s`.
   */
  timeout: string
  /**
   * How long to wait for it to serve again, as a duration with a unit. Default: `10s`. Example: `return_within: 30s`.
   */
  return_within: string
  /**
   * What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.
   */
  workload: WorkloadReference
  /**
   * How long each answer may be, in tokens; `none` sends no limit. Default: as the workload says. Example: `max_tokens: 64`.
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
   * How many requests are sent first and not counted, so that connections stand and the speeds of the workers are known. Default: 30. Example: `warmup: 60`.
   */
  warmup: number
}

/** The metrics that `failover` measures. */
export type FailoverMetrics =
  | 'lost'
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
  | 'time_to_eject'
  | 'time_to_return'
  | 'sent_meanwhile'
  | 'throughput.meanwhile'
  | 'share.after_return'
  | 'slots_exceeded'
  | 'worker'
  | 'by'
  | 'ejected_because'
