// Generated from the schemas by `npm run generate`. Do not edit.

import type { WorkloadReference } from '../workload.ts'

export interface BenchmarkOptions {
  /**
   * Requests per level, side and repetition. Default: 100. Example: `requests: 300`.
   */
  requests: number
  /**
   * Requests in flight at any time, queued ones included: one level or a list. Default: 1, 2, the slots of one worker, and all slots. Example: `concurrency: [5, 15]`.
   */
  concurrency?: number | number[]
  /**
   * Measures the first N of the selected workers: one number or a list. Without `concurrency`, each number runs at all slots of its workers. Default: all selected workers. Example: `workers: [1, 3, 5]`.
   */
  workers?: number | number[]
  /**
   * Minimum number of repetitions per level; the sides alternate. Below 3 there are no intervals, and the values themselves are judged. Default: 3. Example: `repetitions: 5`.
   */
  repetitions: number
  /**
   * Maximum number of repetitions: a level is repeated until its conditions are decided. At least `repetitions`. Default: 30. Example: `max_repetitions: 60`.
   */
  max_repetitions: number
  /**
   * Time limit for repetitions beyond `repetitions`, for all levels in total; undecided conditions are then inconclusive. Default and maximum: 80% of the test's `timeout`. Example: `max_time: 5m`.
   */
  max_time?: string
  /**
   * Confidence of the intervals, for all checks during the run together, as a percentage. Default: `99%`. Example: `confidence: 95%`.
   */
  confidence: string
  /**
   * The two sides of the speedup, at the same concurrency. Default: none; with `workers`, the smallest number is the baseline. Example: `compare: { baseline: first, candidate: all }`.
   */
  compare?: {
    /**
     * The workers of the baseline: `first`, `all`, or a list of ids. Example: `baseline: [mac-studio-1]`.
     */
    baseline: ('first' | 'all') | string[]
    /**
     * The workers of the candidate. Default: `all` selected ones. Example: `candidate: all`.
     */
    candidate?: ('first' | 'all') | string[]
    /**
     * Requests in flight at the baseline: `same` as at the candidate, `slots` of its own workers, or a number. A batching server can have a speedup of 2.5 over itself by concurrency alone. Default: `same`. Example: `baseline_concurrency: slots`.
     */
    baseline_concurrency?: ('same' | 'slots') | number
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
   * Warm-up requests per side before each level, not counted. Default: the concurrency of the level. Example: `warmup: 60`.
   */
  warmup?: number
  /**
   * The bounds of a good request, for `goodput` and `capacity`. Default: none. Example: `slo: { latency: 1s, ttft: 300ms }`.
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
    /**
     * Share of the requests that must be good to meet the SLO, as a percentage. Default: `99%`. Example: `share: 95%`.
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
   * What to search for beyond the levels: `capacity`, the highest arrival rate that meets `slo`. (`optimal_concurrency` is always measured.) Default: nothing. Example: `find: capacity`.
   */
  find?: 'capacity' | 'optimal_concurrency'
  /**
   * Maximum distance of the optimal concurrency from the best throughput, as a percentage. Default: `5%`. Example: `knee: 10%`.
   */
  knee: string
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
