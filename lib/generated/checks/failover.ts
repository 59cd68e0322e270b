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
   * The id of the affected worker. Default: the last selected one. Example: `worker: mac-studio-3`.
   */
  worker?: string
  /**
   * How it is taken out: `drain` drains it in the balancer; `death` kills it with its requests in flight, and `hang` makes it unresponsive: both for simulated workers only. Default: `death` of a simulated worker, `drain` of others. Example: `by: drain`.
   */
  by?: 'drain' | 'death' | 'hang'
  /**
   * Share of the requests after which it is taken out. Default: `30%`. Example: `at: 50%`.
   */
  at: string | number
  /**
   * Time until it is brought back, as a duration with a unit. Default: `1s`. Example: `back_after: 5s`.
   */
  back_after: string
  /**
   * How long one request may take, as a duration with a unit; requests at a hanging worker wait that long. Default: `20s`. Example: `timeout: 60s`.
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
