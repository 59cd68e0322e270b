// Generated from the schemas by `npm run generate`. Do not edit.

import type { WorkloadReference } from '../workload.ts'

export interface LoadOptions {
  /**
   * How many requests become due per second, minute or hour. One of `rate`, `stages` and `trace` is required. Example: `rate: 20/s`.
   */
  rate?: string
  /**
   * Rates one after the other, with linear changes between them; the same rate twice keeps it constant. Example: `stages: [{ duration: 10s, rate: 20/s }, { duration: 60s, rate: 20/s }]`.
   *
   * @minItems 1
   * @maxItems 1000
   */
  stages?: {
    /**
     * How long this stage lasts. Required. Example: `duration: 10s`.
     */
    duration: string
    /**
     * The rate at its end. Required. Example: `rate: 20/s`.
     */
    rate: string
  }[]
  /**
   * A file with arrival times, one per line, in order: CSV with a header line, or JSON Lines. The path is relative to the working directory. As a map, with the name of the field (`field`) and the unit of numbers (`unit`). Example: `trace: traces/monday.jsonl`.
   */
  trace?:
    | string
    | {
        /**
         * The file: .csv, .jsonl or .ndjson. Required. Example: `file: traces/monday.csv`.
         */
        file: string
        /**
         * Name of the field with the time, in upper or lower case. Default: `timestamp`. Example: `field: arrived_at`.
         */
        field?: string
        /**
         * Unit of numbers: milliseconds or seconds; dates need no unit. Default: `ms`. Example: `unit: s`.
         */
        unit?: 'ms' | 's'
      }
  /**
   * The speed at which a trace is replayed. Default: `1x`. Example: `speed: 2x`.
   */
  speed: string
  /**
   * Duration of the load, with `rate`. It must fit into the `timeout` of the test. Default: `30s`, if `requests` is not given either. Example: `duration: 60s`.
   */
  duration?: string
  /**
   * Number of requests, with `rate`; with `duration` too, whichever ends first. Default: as many as fit into the duration. Example: `requests: 600`.
   */
  requests?: number
  /**
   * The rate at the start of the first of `stages`. Default: `0/s`. Example: `start_rate: 10/s`.
   */
  start_rate: string
  /**
   * How requests follow each other at a rate: `poisson`, as from many independent callers, or `constant`, in equal intervals. Default: `poisson`. Example: `arrivals: constant`.
   */
  arrivals: 'poisson' | 'constant'
  /**
   * Seed of the random numbers of `poisson`: the same seed gives the same arrivals. Default: 1. Example: `seed: 7`.
   */
  seed: number
  /**
   * Requests that are due while this many are in flight are dropped and counted. Default: 10000. Example: `max_in_flight: 200`.
   */
  max_in_flight?: number
  /**
   * The bounds of a good request, for `goodput`. Default: none. Example: `slo: { latency: 1s, ttft: 300ms }`.
   */
  slo?: {
    /**
     * Maximum latency of a good request. Example: `latency: 1s`.
     */
    latency?: string
    /**
     * Maximum time to its first token. Example: `ttft: 300ms`.
     */
    ttft?: string
    /**
     * Maximum mean time per token after the first. Example: `tpot: 50ms`.
     */
    tpot?: string
  }
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
   * Whether to send directly to the one worker that the test selects, without slots, queue and retries of the balancer: to measure a server or your own load balancer. Default: false. Example: `direct: true`.
   */
  direct?: boolean
  /**
   * Warm-up requests, not counted. Default: as many as the selected workers have slots. Example: `warmup: 60`.
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

/** The metrics that `load` measures. */
export type LoadMetrics =
  | 'success_rate'
  | 'requests'
  | 'failed'
  | 'dropped'
  | 'offered_rate'
  | 'achieved'
  | 'goodput'
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
  | 'ttft.avg'
  | 'ttft.p50'
  | 'ttft.p90'
  | 'ttft.p95'
  | 'ttft.p99'
  | 'ttft.p99.9'
  | 'ttft.max'
  | 'itl.avg'
  | 'itl.p50'
  | 'itl.p90'
  | 'itl.p95'
  | 'itl.p99'
  | 'itl.p99.9'
  | 'itl.max'
  | 'tpot.avg'
  | 'tpot.p50'
  | 'tpot.p90'
  | 'tpot.p95'
  | 'tpot.p99'
  | 'tpot.p99.9'
  | 'tpot.max'
  | 'queue_wait.avg'
  | 'queue_wait.p50'
  | 'queue_wait.p90'
  | 'queue_wait.p95'
  | 'queue_wait.p99'
  | 'queue_wait.p99.9'
  | 'queue_wait.max'
  | 'service_time.avg'
  | 'service_time.p50'
  | 'service_time.p90'
  | 'service_time.p95'
  | 'service_time.p99'
  | 'service_time.p99.9'
  | 'service_time.max'
  | 'retries'
  | 'slots_exceeded'
  | 'in_flight.max'
  | 'client_lag.p99'
  | 'client_lag.max'
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
