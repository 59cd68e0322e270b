// Generated from the schemas by `npm run generate`. Do not edit.

import type { AdaptOptions } from './checks/adapt.ts'
import type { AffinityOptions } from './checks/affinity.ts'
import type { BalanceOptions } from './checks/balance.ts'
import type { BatchOptions } from './checks/batch.ts'
import type { BenchmarkOptions } from './checks/benchmark.ts'
import type { CommandOptions } from './checks/command.ts'
import type { DnsOptions } from './checks/dns.ts'
import type { FailoverOptions } from './checks/failover.ts'
import type { HttpOptions } from './checks/http.ts'
import type { IdleOptions } from './checks/idle.ts'
import type { LatencyOptions } from './checks/latency.ts'
import type { LoadOptions } from './checks/load.ts'
import type { ModelOptions } from './checks/model.ts'
import type { OverloadOptions } from './checks/overload.ts'
import type { PathOptions } from './checks/path.ts'
import type { PingOptions } from './checks/ping.ts'
import type { SameModelOptions } from './checks/same_model.ts'
import type { SlotsOptions } from './checks/slots.ts'
import type { SoakOptions } from './checks/soak.ts'
import type { SubnetOptions } from './checks/subnet.ts'
import type { TcpOptions } from './checks/tcp.ts'

/** A condition as it is written: not parsed yet. */
export type WrittenCondition = string | number | boolean | (string | number | boolean)[]

/** Metrics with their conditions, under `at` the level that they are about, and what `regression` allows. */
export type WrittenMap = Record<string, WrittenCondition | Record<string, number | string>>

/** One such map, or a list. */
export type WrittenExpectations = WrittenMap | WrittenMap[]

/**
 * A suite of tests of a cluster of LLM workers against service level objectives.
 */
export interface SpecFile {
  /**
   * The schema that editors check this file against. Example: `$schema: ../../schemas/spec.schema.json`.
   */
  $schema?: string
  /**
   * The name of this suite in reports. Required. Example: `suite: Network validation`.
   */
  suite: string
  /**
   * When the suite runs: `network` first, then `balancer`, then `perf`; a failure in `network` closes the gate to the others. Default: the name of the folder that the file is in. Example: `stage: network`.
   */
  stage?: 'network' | 'balancer' | 'perf'
  /**
   * How long one test may take, as a duration with a unit; tests may set their own. Default: `60s`, in the perf stage `10m`. Example: `timeout: 30s`.
   */
  timeout?: string
  /**
   * How often a test that did not pass is run again, from 0 to 10; tests may set their own. Default: 0. Example: `retries: 2`.
   */
  retries?: number
  /**
   * What an inconclusive result means: too few samples to decide whether the budget is met, or a run that cannot be judged. `fail` fails the test with that word, `warn` only reports it. Default: `fail`. Example: `on_inconclusive: warn`.
   */
  on_inconclusive?: 'fail' | 'warn'
  /**
   * Who is responsible for this suite. Default: none. Example: `owner: platform-team`.
   */
  owner?: string
  /**
   * What this suite is for, in a sentence. Default: none. Example: `description: What must be true before any benchmark.`.
   */
  description?: string
  /**
   * Tags of the suite in reports. Default: none. Example: `tags: [nightly]`.
   *
   * Items: One tag. Example: `nightly`.
   */
  tags?: string[]
  /**
   * The tests of this suite: each has a name, one check and conditions. Required, at least one. Example: `tests: [{ name: answers ping, ping: {}, expect: { packet_loss: 0% } }]`.
   *
   * @minItems 1
   */
  tests: SpecFileTest[]
}
/**
 * One test: a name, exactly one check (its key: `ping`, `tcp`, `http` ...) and conditions.
 */
export interface SpecFileTest {
  /**
   * The name of the test; unique in a file. Required. Example: `name: answers ping`.
   */
  name: string
  /**
   * Why this must hold, for whoever sees it fail. Default: none. Example: `description: Lost packets stall whole responses.`.
   */
  description?: string
  /**
   * On which workers: `each worker` (one result per worker), `all workers` (one result for all, where the check is one of the whole cluster), the id of a worker, a tag, or a list of ids and tags; an id wins over a tag of the same name. Default: `each worker`, or all together for checks of the whole cluster. Example: `for: [mac-studio-1, gpu]`.
   *
   * @minItems 1
   */
  for?: string | string[]
  /**
   * How long this test may take, as a duration with a unit. Default: the suite's, else `60s`. Example: `timeout: 10s`.
   */
  timeout?: string
  /**
   * How often this test is run again when it did not pass, from 0 to 10. Default: the suite's, else 0. Example: `retries: 1`.
   */
  retries?: number
  /**
   * What an inconclusive result means here: too few samples to decide whether the budget is met, or a run that cannot be judged. `fail` fails the test with that word, `warn` only reports it. Default: the suite's, else `fail`. Example: `on_inconclusive: warn`.
   */
  on_inconclusive?: 'fail' | 'warn'
  /**
   * Why this test is not run at present; it is then reported as skipped, with this reason. Default: it runs. Example: `skip: switch is being replaced`.
   */
  skip?: string
  /**
   * What this test needs of the selected workers; without it, it is skipped with the reason. Default: nothing. Example: `requires: { workers: 5 }`.
   */
  requires?: {
    /**
     * At least how many workers must be selected. Example: `workers: 5`.
     */
    workers?: number
  }
  /**
   * Slows down a simulated worker during a load, or uses the slowest worker, and compares its share of the load with its share of the capacity. Example: `adapt: { slower: 3x }`.
   */
  adapt?: Partial<AdaptOptions> | null
  /**
   * Tests whether the requests of a session stay with one worker, which has the session in its cache. Example: `affinity: { sessions: 12 }`.
   */
  affinity?: Partial<AffinityOptions> | null
  /**
   * Sends a load through the built-in balancer and measures how it was distributed over the workers. Example: `balance: { requests: 300, concurrency: 15 }`.
   */
  balance?: Partial<BalanceOptions> | null
  /**
   * Sends a fixed number of tasks, and measures when the last one is done. Example: `batch: { tasks: 500, workload: research-papers }`.
   */
  batch?: Partial<BatchOptions> | null
  /**
   * Measures throughput and latency at one or more levels of concurrency, alternately with a baseline if one is given. Example: `benchmark: { concurrency: [5, 15], compare: { baseline: first, candidate: all } }`.
   */
  benchmark?: Partial<BenchmarkOptions> | null
  /**
   * Runs a program on this machine and tests its exit code and output. Needs `allow_commands: true` in the cluster file. Example: `command: { run: [./check-switch.sh, port-3] }`.
   */
  command?: Partial<CommandOptions> & Pick<CommandOptions, 'run'>
  /**
   * Resolves a name (by default the worker's host), and measures the result and its time. Example: `dns: { record: AAAA }`.
   */
  dns?: Partial<DnsOptions> | null
  /**
   * Takes a worker out in the middle of a load and brings it back, and measures what was lost and how soon the balancer detected it. Example: `failover: { requests: 1000, worker: mac-studio-3 }`.
   */
  failover?: Partial<FailoverOptions> | null
  /**
   * Sends one HTTP request to the worker, or to any URL, and tests the response, its certificate and its times. Example: `http: { path: /v1/models }`.
   */
  http?: Partial<HttpOptions> | null
  /**
   * Tests whether the worker is free for a benchmark, or busy with something else: by the server's own count of requests, else by the times of a few short requests. Example: `idle: {}`.
   */
  idle?: Partial<IdleOptions> | null
  /**
   * Sends single requests to the worker, one after the other, and measures the time of each: the latency without other load. Timed by tinybench. Example: `latency: { requests: 50 }`.
   */
  latency?: Partial<LatencyOptions> | null
  /**
   * Sends requests when they are due, at a rate, in stages or from a trace, however long responses take, and measures whether the cluster keeps up. Example: `load: { rate: 20/s, duration: 60s }`.
   */
  load?: Partial<LoadOptions>
  /**
   * Tests whether the worker lists its model, whether the model is loaded, and whether it completes a request of one token. Example: `model: {}`.
   */
  model?: Partial<ModelOptions> | null
  /**
   * Sends far more at once than the workers and the queue can hold, and says whether the rest is refused cleanly, the admitted are served in time, and all is well afterwards. Example: `overload: { max_queue: 30 }`.
   */
  overload?: Partial<OverloadOptions> | null
  /**
   * Follows the route to the worker: how many hops, which ones, and the largest packet that passes. Example: `path: { max_hops: 4 }`.
   */
  path?: Partial<PathOptions> | null
  /**
   * Sends ICMP echo requests to the worker, or TCP connects where this machine cannot ping, and measures loss, round-trip times and jitter. Example: `ping: { count: 20 }`.
   */
  ping?: Partial<PingOptions> | null
  /**
   * Tests whether all selected workers serve the same model, with the same size and quantization if the servers report them. Example: `same_model: {}`.
   */
  same_model?: Partial<SameModelOptions> | null
  /**
   * Finds out how many requests a worker really serves at once, against the `max_concurrent_requests` that the cluster file claims: by a ladder of loads, past the balancer. Example: `slots: { rounds: 3 }`.
   */
  slots?: Partial<SlotsOptions> | null
  /**
   * Keeps a steady load up for a time, and says how the cluster changed from the first third of it to the last one: who gets hot, fills up or tires. Example: `soak: { duration: 30m, concurrency: 15 }`.
   */
  soak?: Partial<SoakOptions> | null
  /**
   * Says whether all selected workers and this host are in one network, and which interface and gateway lead there. Example: `subnet: { cidr: 10.247.0.0/16 }`.
   */
  subnet?: Partial<SubnetOptions> | null
  /**
   * Connects to the worker's port and says whether something listens there, and how long the connection took. Example: `tcp: { count: 5 }`.
   */
  tcp?: Partial<TcpOptions> | null
  /**
   * What must hold: metrics of the check, each with a condition, or a list of such maps; of a check that measures at several levels, a map may name one with `at`. Required, not empty. Example: `expect: { packet_loss: 0%, rtt.avg: < 10ms }`.
   */
  expect: WrittenExpectations
}
