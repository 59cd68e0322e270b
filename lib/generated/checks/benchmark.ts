// Generated from the schemas by `npm run generate`. Do not edit.

import type { WorkloadReference } from '../workload.ts'

export interface BenchmarkOptions {
  /**
   * How many requests are sent and counted at each level, by each side, in each repetition. Default: 100. Example: `requests: 300`.
   */
  requests: number
  /**
   * Requests in flight at any time, queued ones included: one level or a list. Default: 1, 2, the slots of one worker, and all slots. Example: `concurrency: [5, 15]`.
   */
  concurrency?: number | number[]
  /**
   * Measures the first so many of the selected workers: one number or a list. Without `concurrency`, each number runs at all slots of its workers. Default: all selected workers. Example: `workers: [1, 3, 5]`.
   */
  workers?: number | number[]
  /**
   * Repetitions of each level at least; the sides take turns. Below 3 nothing is known of the spread, and values are judged as they are. Default: 3. Example: `repetitions: 5`.
   */
  repetitions: number
  /**
   * How often it is measured at most: a level is repeated until its conditions are decided. Less than `repetitions` is as many as these. Default: 30. Example: `max_repetitions: 60`.
   */
  max_repetitions: number
  /**
   * How long it may go on to repeat beyond `repetitions`, all levels together: none begins that would not end by then, and what is open stays inconclusive. Default: 80% of the test's `timeout`, which is also the most. Example: `max_time: 5m`.
   */
  max_time?: string
  /**
   * How sure an interval must be, all looks at it taken together, as a percentage. Default: `99%`. Example: `confidence: 95%`.
   */
  confidence: string
  /**
   * Whom the speedup compares, at the same concurrency. Default: nobody; with `workers`, the smallest number is the baseline. Example: `compare: { baseline: first, candidate: all }`.
   */
  compare?: {
    /**
     * The workers of the baseline: `first`, `all`, or a list of ids. Example: `baseline: [mac-studio-1]`.
     */
    baseline: ('first' | 'all') | string[]
    /**
     * The workers of the candidate. Default: `all` that are selected. Example: `candidate: all`.
     */
    candidate?: ('first' | 'all') | string[]
    /**
     * Requests in flight at the baseline: `same` as at the candidate, `slots` of its own workers, or a number. A batching server can beat itself alone 2.5 times by concurrency only. Default: `same`. Example: `baseline_concurrency: slots`.
     */
    baseline_concurrency?: ('same' | 'slots') | number
  }
  /**
   * What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.
   */
  workload: WorkloadReference
  /**
   * Maximum tokens per response; `none` sends no limit. Default: as the workload says. Example: `max_tokens: 64`.
   */
  max_tokens?: 'none' | number
  /**
   * Whether responses are streamed; the time to first token is known only then. Default: as the workload says. Example: `stream: true`.
   */
  stream?: boolean
  /**
   * How the tokens of a stream are counted: `usage` as the server reports them; `chunks` takes a chunk for a token where it reports none, and otherwise no budget on tokens is judged. Default: `usage`. Example: `tokens: chunks`.
   */
  tokens: 'usage' | 'chunks'
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
   * How many requests each side is sent before the first counted one of a level. Default: as many as the level's concurrency. Example: `warmup: 60`.
   */
  warmup?: number
  /**
   * The times that make a request a good one, for `goodput` and `capacity`. Default: none. Example: `slo: { latency: 1s, ttft: 300ms }`.
   */
  slo?: {
    /**
     * Longest latency of a good request. Example: `latency: 1s`.
     */
    latency?: string
    /**
     * Longest time to its first token. Example: `ttft: 300ms`.
     */
    ttft?: string
    /**
     * Longest mean time per token after the first. Example: `tpot: 50ms`.
     */
    tpot?: string
    /**
     * Which share of the requests must be good for the SLO to be kept, as a percentage. Default: `99%`. Example: `share: 95%`.
     */
    share?: string
  }
  /**
   * Measures each level again in an open loop at these shares of its throughput: requests then start when they are due, however long responses take. Default: none. Example: `open_loop: [70%, 90%, 100%]`.
   *
   * @minItems 1
   * @maxItems 10
   */
  open_loop?: string[]
  /**
   * What to search for beyond the levels: `capacity`, the highest arrival rate that keeps `slo`. The best concurrency (`optimal_concurrency`) is found among the levels without asking. Default: nothing. Example: `find: capacity`.
   */
  find?: 'capacity' | 'optimal_concurrency'
  /**
   * How far below the best throughput the optimal concurrency may stay, as a percentage. Default: `5%`. Example: `knee: 10%`.
   */
  knee: string
  /**
   * Which agents send it together, each a part: `all`, so many, those named, or those with one of these `tags`. Without `distribution` in the cluster file this process sends it all. Default: this process. Example: `agents: all`.
   */
  agents?:
    | 'all'
    | number
    | string[]
    | {
        /**
         * Tags of which an agent has at least one. Required. Example: `tags: [rack-1]`.
         *
         * @minItems 1
         * @maxItems 100
         */
        tags: string[]
      }
  /**
   * Whether a load ends when an agent is lost (`stop`), which makes it void, or the others go on and are judged with the lost requests as failures (`continue`). Default: `stop`. Example: `on_agent_loss: continue`.
   */
  on_agent_loss?: 'stop' | 'continue'
}

/** The metrics that `benchmark` measures. */
export type BenchmarkMetrics =
  | 'success_rate'
  | 'requests'
  | 'failed'
  | 'throughput'
  | 'tokens_per_second.output'
  | 'tokens_per_second.input'
  | 'goodput'
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
  | 'connections'
  | 'speedup'
  | 'scaling_efficiency'
  | 'baseline.throughput'
  | 'baseline.success_rate'
  | 'baseline.latency.avg'
  | 'baseline.latency.p50'
  | 'baseline.latency.p95'
  | 'baseline.latency.p99'
  | 'latency_ratio'
  | 'loss'
  | 'loss.workers'
  | 'loss.queueing'
  | 'loss.network'
  | 'loss.balancer'
  | 'loss.tail'
  | 'loss.client'
  | 'loss.failures'
  | 'optimal_concurrency'
  | 'optimal_to_slots'
  | 'capacity'
  | 'open_loop.throughput'
  | 'open_loop.success_rate'
  | 'open_loop.goodput'
  | 'open_loop.latency.p50'
  | 'open_loop.latency.p90'
  | 'open_loop.latency.p95'
  | 'open_loop.latency.p99'
  | 'open_loop.latency.p99.9'
  | 'open_loop.latency.max'
  | 'open_loop.ttft.p50'
  | 'open_loop.ttft.p95'
  | 'open_loop.ttft.p99'
  | `share.${string}`
