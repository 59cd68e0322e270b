// Generated from the schemas by `npm run generate`. Do not edit.

import type { WorkloadReference } from '../workload.ts'

export interface LatencyOptions {
  /**
   * How many requests are sent and counted, one after the other. Default: 30. Example: `requests: 50`.
   */
  requests: number
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
   * Warm-up requests, not counted: the first one may have to load the model. Default: 3. Example: `warmup: 5`.
   */
  warmup: number
}

/** The metrics that `latency` measures. */
export type LatencyMetrics =
  | 'latency.avg'
  | 'latency.min'
  | 'latency.p50'
  | 'latency.p75'
  | 'latency.p99'
  | 'latency.max'
  | 'latency.sd'
  | 'margin_of_error'
  | 'samples'
  | 'throughput'
  | 'ttft.p50'
  | 'tokens_per_second.output'
  | 'success_rate'
  | 'requests'
  | 'failed'
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
