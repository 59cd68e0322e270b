// Generated from the schemas by `npm run generate`. Do not edit.

import type { WorkloadReference } from '../workload.ts'

export interface BatchOptions {
  /**
   * Number of tasks. Default: that of the workload, such as 100 documents × 5 prompts; 100 for a workload without an end. Example: `tasks: 500`.
   */
  tasks?: number
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
   * Whether responses are streamed; needed for the time to the first token. Default: that of the workload. Example: `stream: true`.
   */
  stream?: boolean
  /**
   * How the tokens of a stream are counted: `usage` is the number that the server reports; `chunks` counts a chunk as a token if the server reports none; without it, budgets on tokens are then not judged. Default: `usage`. Example: `tokens: chunks`.
   */
  tokens: 'usage' | 'chunks'
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
   * Warm-up requests, not counted. Default: as many as `concurrency`. Example: `warmup: 15`.
   */
  warmup?: number
  /**
   * The agents that send the load together: `all`, a number, names, or agents with one of these `tags`. Without `distribution` in the cluster file, this process sends all. Default: this process. Example: `agents: all`.
   */
  agents?:
    | 'all'
    | number
    | string[]
    | {
        /**
         * Tags; an agent needs at least one of them. Required. Example: `tags: [rack-1]`.
         *
         * @minItems 1
         * @maxItems 100
         */
        tags: string[]
      }
  /**
   * What happens when an agent is lost: `stop` ends the load and makes it void; with `continue` the others continue, and the lost requests count as failures. Default: `stop`. Example: `on_agent_loss: continue`.
   */
  on_agent_loss?: 'stop' | 'continue'
}

/** The metrics that `batch` measures. */
export type BatchMetrics =
  | 'makespan'
  | 'tasks_per_minute'
  | 'tasks'
  | 'success_rate'
  | 'failed'
  | 'retries'
  | 'throughput'
  | 'tokens_per_second.output'
  | 'tokens_per_second.input'
  | 'latency.avg'
  | 'latency.p50'
  | 'latency.p90'
  | 'latency.p95'
  | 'latency.p99'
  | 'latency.p99.9'
  | 'latency.max'
  | 'ttft.p50'
  | 'ttft.p95'
  | 'queue_wait.avg'
  | 'queue_wait.p95'
  | 'service_time.avg'
  | 'service_time.p95'
  | 'tail'
  | 'optimality_gap'
  | 'slots_exceeded'
  | 'imbalance'
  | 'strategy'
  | 'telemetry.requests_running.max'
  | 'telemetry.requests_running.avg'
  | 'telemetry.requests_waiting.max'
  | 'telemetry.requests_waiting.avg'
  | 'telemetry.kv_cache.max'
  | 'telemetry.preemptions'
  | 'telemetry.temperature.max'
  | 'telemetry.clock.min'
  | 'telemetry.power.max'
  | 'telemetry.power.avg'
  | `share.${string}`
  | `capacity_share.${string}`
  | `share_to_capacity.${string}`
  | `telemetry.requests_running.max.${string}`
  | `telemetry.requests_running.avg.${string}`
  | `telemetry.requests_waiting.max.${string}`
  | `telemetry.requests_waiting.avg.${string}`
  | `telemetry.kv_cache.max.${string}`
  | `telemetry.preemptions.${string}`
  | `telemetry.temperature.max.${string}`
  | `telemetry.clock.min.${string}`
  | `telemetry.power.max.${string}`
  | `telemetry.power.avg.${string}`
