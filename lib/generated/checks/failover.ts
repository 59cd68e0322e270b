// Generated from the schemas by `npm run generate`. Do not edit.

import type { WorkloadReference } from '../workload.ts'

export interface FailoverOptions {
  /**
   * How many requests are sent and counted. Default: 1000. Example: `requests: 300`.
   */
  requests: number
  /**
   * Requests in flight at any time, queued ones included. Default: as many as the selected workers have slots. Example: `concurrency: 15`.
   */
  concurrency?: number
  /**
   * The id of the worker that it happens to. Default: the last of the selected ones. Example: `worker: mac-studio-3`.
   */
  worker?: string
  /**
   * How it is taken out: `drain` drains it in the balancer; `death` kills it with its requests in flight, and `hang` makes it unresponsive: both for simulated workers only. Default: `death` of a simulated worker, `drain` of others. Example: `by: drain`.
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
