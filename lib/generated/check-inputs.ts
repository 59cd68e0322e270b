// Generated from the schemas by `npm run generate`. Do not edit.

/** The options of each kind as TypeScript specs write them; what is left out has its default. */
export interface CheckInputs {
  adapt: AdaptInput
  affinity: AffinityInput
  balance: BalanceInput
  batch: BatchInput
  benchmark: BenchmarkInput
  command: CommandInput
  dns: DnsInput
  failover: FailoverInput
  http: HttpInput
  idle: IdleInput
  latency: LatencyInput
  load: LoadInput
  model: ModelInput
  overload: OverloadInput
  path: PathInput
  ping: PingInput
  same_model: SameModelInput
  slots: SlotsInput
  soak: SoakInput
  subnet: SubnetInput
  tcp: TcpInput
}

/** What an option is called in YAML and in records, by its name in TypeScript. */
export const yamlNames: Readonly<Record<string, string>> = {
  backAfter: 'back_after',
  baselineConcurrency: 'baseline_concurrency',
  maxBodyBytes: 'max_body_bytes',
  maxCompletionTokens: 'max_completion_tokens',
  maxHops: 'max_hops',
  maxInFlight: 'max_in_flight',
  maxQueue: 'max_queue',
  maxRepetitions: 'max_repetitions',
  maxTime: 'max_time',
  maxTokens: 'max_tokens',
  onAgentLoss: 'on_agent_loss',
  openLoop: 'open_loop',
  requestsPerSession: 'requests_per_session',
  returnWithin: 'return_within',
  startRate: 'start_rate',
  upTo: 'up_to',
}

/** Options whose keys are the user's own. */
export const openMaps: ReadonlySet<string> = new Set([
  'body',
  'content',
  'env',
  'headers',
  'json',
])

export interface AdaptInput {
  /**
   * How many requests are sent and counted. Default: 300. Example: `requests: 600`.
   */
  requests?: number
  /**
   * Requests in flight at any time, queued ones included. Default: as many as the selected workers have slots. Example: `concurrency: 15`.
   */
  concurrency?: number
  /**
   * The id of the affected worker. Default: the last selected one. Example: `worker: mac-studio-3`.
   */
  worker?: string
  /**
   * The factor by which a simulated worker is slowed down. Other workers are not changed. Default: `3x`. Example: `slower: 2x`.
   */
  slower?: string
  /**
   * What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.
   */
  workload?: WorkloadReferenceInput
  /**
   * Maximum tokens per response; `none` sends no limit. Default: that of the workload. Example: `maxTokens: 64`.
   */
  maxTokens?: 'none' | number
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
  warmup?: number
}

export interface AffinityInput {
  /**
   * Number of sessions. Default: 12. Example: `sessions: 30`.
   */
  sessions?: number
  /**
   * Requests per session, one after the other. Default: 10. Example: `requestsPerSession: 20`.
   */
  requestsPerSession?: number
  /**
   * What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.
   */
  workload?: WorkloadReferenceInput
  /**
   * Maximum tokens per response; `none` sends no limit. Default: that of the workload. Example: `maxTokens: 64`.
   */
  maxTokens?: 'none' | number
  /**
   * The rule that chooses the worker of a request. Default: `cache_affinity`. Example: `strategy: cache_affinity`.
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
}

export interface BalanceInput {
  /**
   * How many requests are sent and counted. Default: 300. Example: `requests: 600`.
   */
  requests?: number
  /**
   * Requests in flight at any time, queued ones included. Default: as many as the selected workers have slots. Example: `concurrency: 15`.
   */
  concurrency?: number
  /**
   * What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.
   */
  workload?: WorkloadReferenceInput
  /**
   * Maximum tokens per response; `none` sends no limit. Default: that of the workload. Example: `maxTokens: 64`.
   */
  maxTokens?: 'none' | number
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
  warmup?: number
}

export interface BatchInput {
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
  workload?: WorkloadReferenceInput
  /**
   * Maximum tokens per response; `none` sends no limit. Default: that of the workload. Example: `maxTokens: 64`.
   */
  maxTokens?: 'none' | number
  /**
   * Whether responses are streamed; needed for the time to the first token. Default: that of the workload. Example: `stream: true`.
   */
  stream?: boolean
  /**
   * How the tokens of a stream are counted: `usage` is the number that the server reports; `chunks` counts a chunk as a token if the server reports none; without it, budgets on tokens are then not judged. Default: `usage`. Example: `tokens: chunks`.
   */
  tokens?: 'usage' | 'chunks'
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
   * What happens when an agent is lost: `stop` ends the load and makes it void; with `continue` the others continue, and the lost requests count as failures. Default: `stop`. Example: `onAgentLoss: continue`.
   */
  onAgentLoss?: 'stop' | 'continue'
}

export interface BenchmarkInput {
  /**
   * Requests per level, side and repetition. Default: 100. Example: `requests: 300`.
   */
  requests?: number
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
  repetitions?: number
  /**
   * Maximum number of repetitions: a level is repeated until its conditions are decided. At least `repetitions`. Default: 30. Example: `maxRepetitions: 60`.
   */
  maxRepetitions?: number
  /**
   * Time limit for repetitions beyond `repetitions`, for all levels in total; undecided conditions are then inconclusive. Default and maximum: 80% of the test's `timeout`. Example: `maxTime: 5m`.
   */
  maxTime?: string
  /**
   * Confidence of the intervals, for all checks during the run together, as a percentage. Default: `99%`. Example: `confidence: 95%`.
   */
  confidence?: string
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
     * Requests in flight at the baseline: `same` as at the candidate, `slots` of its own workers, or a number. A batching server can have a speedup of 2.5 over itself by concurrency alone. Default: `same`. Example: `baselineConcurrency: slots`.
     */
    baselineConcurrency?: ('same' | 'slots') | number
  }
  /**
   * What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.
   */
  workload?: WorkloadReferenceInput
  /**
   * Maximum tokens per response; `none` sends no limit. Default: that of the workload. Example: `maxTokens: 64`.
   */
  maxTokens?: 'none' | number
  /**
   * Whether responses are streamed; needed for the time to the first token. Default: that of the workload. Example: `stream: true`.
   */
  stream?: boolean
  /**
   * How the tokens of a stream are counted: `usage` is the number that the server reports; `chunks` counts a chunk as a token if the server reports none; without it, budgets on tokens are then not judged. Default: `usage`. Example: `tokens: chunks`.
   */
  tokens?: 'usage' | 'chunks'
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
   * Measures each level again in an open loop at these shares of its throughput: requests then start when they are due, however long responses take. Default: none. Example: `openLoop: [70%, 90%, 100%]`.
   *
   * @minItems 1
   * @maxItems 10
   */
  openLoop?: string[]
  /**
   * What to search for beyond the levels: `capacity`, the highest arrival rate that meets `slo`. (`optimal_concurrency` is always measured.) Default: nothing. Example: `find: capacity`.
   */
  find?: 'capacity' | 'optimal_concurrency'
  /**
   * Maximum distance of the optimal concurrency from the best throughput, as a percentage. Default: `5%`. Example: `knee: 10%`.
   */
  knee?: string
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
   * What happens when an agent is lost: `stop` ends the load and makes it void; with `continue` the others continue, and the lost requests count as failures. Default: `stop`. Example: `onAgentLoss: continue`.
   */
  onAgentLoss?: 'stop' | 'continue'
}

export interface CommandInput {
  /**
   * The program and its arguments, as a list; or one line for the shell with `shell: true`. Required. Example: `run: [sysctl, -n, net.core.somaxconn]`.
   *
   * @minItems 1
   */
  run?: string[] | string
  /**
   * Whether `run` is one line for the system's shell, with pipes and variables. Default: `false`. Example: `shell: true`.
   */
  shell?: boolean
  /**
   * The folder to run in, relative to the project's root. Default: the project's root. Example: `cwd: scripts`.
   */
  cwd?: string
  /**
   * Environment variables to add to those of this process. Their values are treated as secrets and never reported. Default: none. Example: `env: { LANG: C }`.
   */
  env?: {
    /**
     * The value of this variable, as text; `${NAME}` takes it from this process. Secret: never reported. Example: `C`.
     */
    [k: string]: string
  }
  /**
   * How long the program may run before it is stopped, as a duration with a unit. Default: `10s`. Example: `timeout: 1m`.
   */
  timeout?: string
}

export interface DnsInput {
  /**
   * The name to resolve. Default: the worker's host. Example: `name: mac-studio-1.local`.
   */
  name?: string
  /**
   * The type of query: `lookup` resolves like other programs on this machine (hosts file, mDNS, DNS); the others query a DNS server for records of that type. Default: `lookup`. Example: `record: SRV`.
   */
  record?: 'lookup' | 'A' | 'AAAA' | 'CNAME' | 'MX' | 'TXT' | 'SRV' | 'NS' | 'PTR'
  /**
   * The DNS server: an IP address, with a port if it is not 53. Not for `record: lookup`. Default: the servers of this machine. Example: `server: 10.247.162.1`.
   */
  server?: string
  /**
   * How long to wait for the response, as a duration with a unit. Default: `5s`. Example: `timeout: 1s`.
   */
  timeout?: string
}

export interface FailoverInput {
  /**
   * How many requests are sent and counted. Default: 1000. Example: `requests: 300`.
   */
  requests?: number
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
  at?: string | number
  /**
   * Time until it is brought back, as a duration with a unit. Default: `1s`. Example: `backAfter: 5s`.
   */
  backAfter?: string
  /**
   * How long one request may take, as a duration with a unit; requests at a hanging worker wait that long. Default: `20s`. Example: `timeout: 60s`.
   */
  timeout?: string
  /**
   * How long to wait for it to serve again, as a duration with a unit. Default: `10s`. Example: `returnWithin: 30s`.
   */
  returnWithin?: string
  /**
   * What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.
   */
  workload?: WorkloadReferenceInput
  /**
   * Maximum tokens per response; `none` sends no limit. Default: that of the workload. Example: `maxTokens: 64`.
   */
  maxTokens?: 'none' | number
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
  warmup?: number
}

export interface HttpInput {
  /**
   * An absolute URL to use instead of the worker. Excludes `path`. Default: the worker. Example: `url: https://gateway.lan/health`.
   */
  url?: string
  /**
   * The path on the worker, after its `base_path`, with an optional query. Excludes `url`. Default: `/`. Example: `path: /v1/models`.
   */
  path?: string
  /**
   * The HTTP method. Default: `GET`. Example: `method: POST`.
   */
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'
  /**
   * Headers to send beside the worker's own authorization. Their values are treated as secrets and never reported; name an environment variable rather than a key itself. Default: none. Example: `headers: { x-tenant: "${CLUSTERGATE_TENANT}" }`.
   */
  headers?: {
    /**
     * The value of this header. Secret: never reported. Example: `${CLUSTERGATE_TENANT}`.
     */
    [k: string]: string
  }
  /**
   * The body to send, as text. Excludes `json`. Default: none. Example: `body: ping`.
   */
  body?: string
  /**
   * An object to send as the JSON body (sets `content-type`). Excludes `body`. Default: none. Example: `json: { model: mistral, prompt: hi }`.
   */
  json?: {
    [k: string]: unknown
  }
  /**
   * How long the whole exchange may take, as a duration with a unit. Default: `10s`. Example: `timeout: 2s`.
   */
  timeout?: string
  /**
   * How many bytes of the response body to read; the rest is not read. Default: 1048576 (1 MiB). Example: `maxBodyBytes: 65536`.
   */
  maxBodyBytes?: number
  /**
   * From which agents it is probed, by each from where it is: `each agent`, those named, or those with one of these `tags`. Every condition must hold from everywhere. Default: this machine. Example: `from: each agent`.
   */
  from?:
    | 'each agent'
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
}

export interface IdleInput {
  /**
   * How often to read the server's count, or how many short requests to time. Default: 10. Example: `samples: 20`.
   */
  samples?: number
  /**
   * How to find out: `auto` reads the server's count, and measures times if the server does not report one; `timing` always measures times. Default: `auto`. Example: `method: timing`.
   */
  method?: 'auto' | 'timing'
  /**
   * Mean time between two readings, and the maximum pause between two short requests, as a duration with a unit. Default: `100ms`. Example: `interval: 1s`.
   */
  interval?: string
  /**
   * How much longer than the fastest a quarter of the short requests may take on a worker that counts as idle, as a percentage. Default: `50%`. Example: `spread: 30%`.
   */
  spread?: string
  /**
   * Maximum tokens per response to the short requests; `none` sends no limit. Default: 1. Example: `maxTokens: 4`.
   */
  maxTokens?: 'none' | number
  /**
   * Timeout of one reading, as a duration with a unit. Default: `10s`. Example: `timeout: 5s`.
   */
  timeout?: string
}

export interface LatencyInput {
  /**
   * How many requests are sent and counted, one after the other. Default: 30. Example: `requests: 50`.
   */
  requests?: number
  /**
   * What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.
   */
  workload?: WorkloadReferenceInput
  /**
   * Maximum tokens per response; `none` sends no limit. Default: that of the workload. Example: `maxTokens: 64`.
   */
  maxTokens?: 'none' | number
  /**
   * Whether responses are streamed; needed for the time to the first token. Default: that of the workload. Example: `stream: true`.
   */
  stream?: boolean
  /**
   * How the tokens of a stream are counted: `usage` is the number that the server reports; `chunks` counts a chunk as a token if the server reports none; without it, budgets on tokens are then not judged. Default: `usage`. Example: `tokens: chunks`.
   */
  tokens?: 'usage' | 'chunks'
  /**
   * Warm-up requests, not counted: the first one may have to load the model. Default: 3. Example: `warmup: 5`.
   */
  warmup?: number
}

export interface LoadInput {
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
  speed?: string
  /**
   * Duration of the load, with `rate`. It must fit into the `timeout` of the test. Default: `30s`, if `requests` is not given either. Example: `duration: 60s`.
   */
  duration?: string
  /**
   * Number of requests, with `rate`; with `duration` too, whichever ends first. Default: as many as fit into the duration. Example: `requests: 600`.
   */
  requests?: number
  /**
   * The rate at the start of the first of `stages`. Default: `0/s`. Example: `startRate: 10/s`.
   */
  startRate?: string
  /**
   * How requests follow each other at a rate: `poisson`, as from many independent callers, or `constant`, in equal intervals. Default: `poisson`. Example: `arrivals: constant`.
   */
  arrivals?: 'poisson' | 'constant'
  /**
   * Seed of the random numbers of `poisson`: the same seed gives the same arrivals. Default: 1. Example: `seed: 7`.
   */
  seed?: number
  /**
   * Requests that are due while this many are in flight are dropped and counted. Default: 10000. Example: `maxInFlight: 200`.
   */
  maxInFlight?: number
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
  workload?: WorkloadReferenceInput
  /**
   * Maximum tokens per response; `none` sends no limit. Default: that of the workload. Example: `maxTokens: 64`.
   */
  maxTokens?: 'none' | number
  /**
   * Whether responses are streamed; needed for the time to the first token. Default: that of the workload. Example: `stream: true`.
   */
  stream?: boolean
  /**
   * How the tokens of a stream are counted: `usage` is the number that the server reports; `chunks` counts a chunk as a token if the server reports none; without it, budgets on tokens are then not judged. Default: `usage`. Example: `tokens: chunks`.
   */
  tokens?: 'usage' | 'chunks'
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
   * What happens when an agent is lost: `stop` ends the load and makes it void; with `continue` the others continue, and the lost requests count as failures. Default: `stop`. Example: `onAgentLoss: continue`.
   */
  onAgentLoss?: 'stop' | 'continue'
}

export interface ModelInput {
  /**
   * Whether to request a completion of one token; without it `answers` and `time.completion` have no data. It makes a server that loads models on demand load this one. Default: `true`. Example: `completion: false`.
   */
  completion?: boolean
  /**
   * The prompt of that completion. Default: `Say ok.`. Example: `prompt: Hello`.
   */
  prompt?: string
  /**
   * How long one request may take, as a duration with a unit; loading a model takes long. Default: `30s`. Example: `timeout: 2m`.
   */
  timeout?: string
}

export interface OverloadInput {
  /**
   * How many requests are sent at once. Default: 200. Example: `requests: 500`.
   */
  requests?: number
  /**
   * How many may wait for a slot. Default: 30. Example: `maxQueue: 100`.
   */
  maxQueue?: number
  /**
   * What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.
   */
  workload?: WorkloadReferenceInput
  /**
   * Maximum tokens per response; `none` sends no limit. Default: that of the workload. Example: `maxTokens: 64`.
   */
  maxTokens?: 'none' | number
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
  warmup?: number
}

export interface PathInput {
  /**
   * How many hops to look at before giving up. Default: 16. Example: `maxHops: 4`.
   */
  maxHops?: number
  /**
   * Whether to measure the largest packet that passes without fragmentation. Default: `true`. Example: `mtu: false`.
   */
  mtu?: boolean
  /**
   * How long following the route may take, and measuring the largest packet again as long, as a duration with a unit. Default: `10s`. Example: `timeout: 5s`.
   */
  timeout?: string
  /**
   * Another host to follow the route to: a name or an IP address. Default: the worker's own host. Example: `host: 10.247.162.1`.
   */
  host?: string
  /**
   * From which agents it is probed, by each from where it is: `each agent`, those named, or those with one of these `tags`. Every condition must hold from everywhere. Default: this machine. Example: `from: each agent`.
   */
  from?:
    | 'each agent'
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
}

export interface PingInput {
  /**
   * How many packets to send. More packets prove a tighter bound on the loss: 0 of 10 lost only shows that it is below 26 % (at 95 %). Default: 10. Example: `count: 100`.
   */
  count?: number
  /**
   * Time between two packets, as a duration with a unit. An unprivileged user may not go below `2ms`. Default: `200ms`. Example: `interval: 50ms`.
   */
  interval?: string
  /**
   * How long to wait for the reply to one packet, as a duration with a unit. Default: `2s`. Example: `timeout: 500ms`.
   */
  timeout?: string
  /**
   * Bytes of payload in one packet, without headers; by TCP, packets carry none. Default: 56 (64 bytes with the ICMP header). Example: `size: 1400`.
   */
  size?: number
  /**
   * What is sent: `icmp` echo requests by the system's ping, `tcp` round trips (a connection to the worker's port each), or `auto`: ICMP where this machine can send it, else TCP. Every report says which it was, and why. `icmp` insists: where this machine cannot send it, the check is an error. Default: `auto`. Example: `method: tcp`.
   */
  method?: 'auto' | 'icmp' | 'tcp'
  /**
   * Another host to ping instead of the worker: a name or an IP address. Default: the worker's own host. Example: `host: 10.247.162.1`.
   */
  host?: string
  /**
   * From which agents it is probed, by each from where it is: `each agent`, those named, or those with one of these `tags`. Every condition must hold from everywhere. Default: this machine. Example: `from: each agent`.
   */
  from?:
    | 'each agent'
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
}

export interface SameModelInput {
  /**
   * How long one request may take, as a duration with a unit. Default: `10s`. Example: `timeout: 5s`.
   */
  timeout?: string
}

export interface SlotsInput {
  /**
   * How many requests each place of the ladder sends, one after the other. Default: 3. Example: `rounds: 5`.
   */
  rounds?: number
  /**
   * Maximum tokens per response: long enough that responses overlap; `none` sends no limit. Default: 32. Example: `maxTokens: 64`.
   */
  maxTokens?: 'none' | number
  /**
   * How far the ladder goes. Default: twice what the cluster file claims. Example: `upTo: 16`.
   */
  upTo?: number
  /**
   * How long one request may take, as a duration with a unit. Default: `30s`. Example: `timeout: 60s`.
   */
  timeout?: string
}

export interface SoakInput {
  /**
   * How long requests are started, as a duration with a unit, up to a day. It must fit into the `timeout` of the test. Default: `60s`. Example: `duration: 30m`.
   */
  duration?: string
  /**
   * Requests in flight at any time: each that ends is followed by the next. Default: as many as the selected workers have slots. Example: `concurrency: 15`.
   */
  concurrency?: number
  /**
   * Starts requests at this rate instead, however long responses take. Excludes `concurrency`. Default: none. Example: `rate: 20/s`.
   */
  rate?: string
  /**
   * What is sent: the name of a workload, the path of its file, or a map of its keys. Default: `short-chat`. Example: `workload: short-chat`.
   */
  workload?: WorkloadReferenceInput
  /**
   * Maximum tokens per response; `none` sends no limit. Default: that of the workload. Example: `maxTokens: 64`.
   */
  maxTokens?: 'none' | number
  /**
   * Whether responses are streamed; needed for the time to the first token. Default: that of the workload. Example: `stream: true`.
   */
  stream?: boolean
  /**
   * How the tokens of a stream are counted: `usage` is the number that the server reports; `chunks` counts a chunk as a token if the server reports none; without it, budgets on tokens are then not judged. Default: `usage`. Example: `tokens: chunks`.
   */
  tokens?: 'usage' | 'chunks'
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
   * Warm-up requests, not counted. Default: as many as `concurrency`. Example: `warmup: 60`.
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
   * What happens when an agent is lost: `stop` ends the load and makes it void; with `continue` the others continue, and the lost requests count as failures. Default: `stop`. Example: `onAgentLoss: continue`.
   */
  onAgentLoss?: 'stop' | 'continue'
}

export interface SubnetInput {
  /**
   * The network that all addresses must be in, in CIDR notation. Overrides `network.subnet` of the cluster file. Default: that, or the network of this host's interface. Example: `cidr: 10.247.0.0/16`.
   */
  cidr?: string
}

export interface TcpInput {
  /**
   * Another host to connect to instead of the worker: a name or an IP address. Default: the worker's own host. Example: `host: 10.247.162.71`.
   */
  host?: string
  /**
   * Another port to connect to. Default: the worker's own port. Example: `port: 22`.
   */
  port?: number
  /**
   * How many connections to make, one after the other. Default: 1. Example: `count: 20`.
   */
  count?: number
  /**
   * Pause between two connections, as a duration with a unit. Default: `200ms`. Example: `interval: 50ms`.
   */
  interval?: string
  /**
   * How long to wait for one connection, as a duration with a unit. It takes about `2s` to distinguish a host that is off from a firewall. Default: `2s`. Example: `timeout: 5s`.
   */
  timeout?: string
  /**
   * From which agents it is probed, by each from where it is: `each agent`, those named, or those with one of these `tags`. Every condition must hold from everywhere. Default: this machine. Example: `from: each agent`.
   */
  from?:
    | 'each agent'
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
}

/**
 * A workload: its prompts (the key `prompts`, `generate` or `mix`) and how they are sent.
 */
export interface WorkloadInput {
  /**
   * The schema that editors check this file against. Example: `$schema: ../../schemas/workload.schema.json`.
   */
  $schema?: string
  /**
   * What reports call it. Default: the file's name, or `inline`. Example: `name: support-chat`.
   */
  name?: string
  /**
   * What it represents, in a sentence. Default: none. Example: `description: Questions of our support desk.`.
   */
  description?: string
  /**
   * The prompts: a list of texts or conversations, or where they come from (`file`, `folder`, `generate`). Each is a request of its own, or one per document where there are `documents`. Example: `prompts: [What is the capital of Portugal?, Name three rivers.]`.
   */
  prompts?: WorkloadPromptsInput
  /**
   * Texts that every prompt is asked of: 100 documents and 5 prompts are 500 requests, all prompts of a document one after the other. Written as `prompts` are. Default: none. Example: `documents: { folder: papers }`.
   */
  documents?: WorkloadPromptsInput
  /**
   * How a document and a prompt become one text. With the document first, a worker that caches prefixes reads it once for all prompts. Default: document, empty line, prompt. Example: `template: "{prompt} {document}"`.
   */
  template?: string
  /**
   * Prompts of seeded words: short for `prompts: { generate: ... }`. Example: `generate: { tokens: 512 }`.
   */
  generate?: WorkloadGenerateInput
  /**
   * Several workloads in one, by weight. Each keeps its own prompts, lengths and order. Example: `mix: [{ weight: 3, workload: short-chat }, { weight: 1, workload: long-context }]`.
   *
   * @minItems 1
   * @maxItems 32
   */
  mix?: WorkloadPartInput[]
  /**
   * The system message of each request; a conversation that begins with one of its own keeps that. Default: none. Example: `system: Answer in one sentence.`.
   */
  system?: string
  /**
   * Maximum tokens per response: a number, a distribution that each request draws its own from, or `none` for no limit. A check that has `maxTokens` itself overrides it. Default: 128. Example: `maxTokens: { uniform: { min: 16, max: 256 } }`.
   */
  maxTokens?: WorkloadLimitInput
  /**
   * The same as `maxTokens`, sent by this name: for servers that refuse the other one. Default: not sent. Example: `maxCompletionTokens: 64`.
   */
  maxCompletionTokens?: WorkloadLimitInput
  /**
   * Whether prompts begin alike, which a server with a prefix cache reads only once. `cold`: each prompt begins with a number of its own and is never sent twice, or each document with its prompts. `warm`: prompts are sent as written, again and again. `{ shared: 512 }`: all begin with the same 512 tokens, and go on like `cold`. Default: `cold`. Example: `prefix: { shared: 512 }`.
   */
  prefix?: WorkloadPrefixInput
  /**
   * How freely the worker chooses words, from 0 to 2. Default: not sent, so that the worker decides. Example: `temperature: 0`.
   */
  temperature?: number
  /**
   * Whether responses are streamed; the worker is then asked to count its tokens (`stream_options: { include_usage: true }`). Default: false. Example: `stream: true`.
   */
  stream?: boolean
  /**
   * More fields of each request's JSON body, as the worker knows them. Default: none. Example: `body: { ignore_eos: true, top_p: 0.9 }`.
   */
  body?: {
    [k: string]: unknown
  }
  /**
   * What all chance follows from (generated words, drawn lengths, shuffled order): with the same seed, the n-th request is the same in every run. Default: 1. Example: `seed: 7`.
   */
  seed?: number
  /**
   * In which order requests are sent: as they are written, or shuffled by the seed. Default: `sequential`. Example: `order: shuffled`.
   */
  order?: 'sequential' | 'shuffled'
}

/**
 * A workload: its name, the path of its file, or written in place.
 */
export type WorkloadReferenceInput = WorkloadInput | string

/**
 * Texts or conversations: listed, or where they come from.
 */
export type WorkloadPromptsInput = WorkloadPromptInput[] | WorkloadTextsInput

/**
 * A text, or a conversation as a list of messages.
 *
 * @minItems 1
 */
export type WorkloadPromptInput = string | WorkloadMessageInput[]

/**
 * One message of a conversation.
 */
export interface WorkloadMessageInput {
  /**
   * Who says it. Required. Example: `role: user`.
   */
  role: 'system' | 'developer' | 'user' | 'assistant' | 'tool'
  /**
   * What is said: a text, or a list of parts as the API knows them. Required. Example: `content: Hello.`.
   */
  content:
    | string
    | {
        [k: string]: unknown
      }[]
}

/**
 * Where texts come from: a file, a folder, or words by chance.
 */
export interface WorkloadTextsInput {
  /**
   * A file of many texts: JSONL (one JSON text or object per line), CSV or TSV (with a head line), or plain text. Paths start at the file that names them. Example: `file: questions.jsonl`.
   */
  file?: string
  /**
   * A folder of plain text files (`.txt`, `.md`): each is one text, in the order of their names. Example: `folder: papers`.
   */
  folder?: string
  /**
   * Texts of seeded words, or of sentences that are given. Example: `generate: { tokens: 2000, count: 100 }`.
   */
  generate?: WorkloadGenerateInput
  /**
   * What the file is. Default: by its name (`.jsonl`, `.ndjson`, `.csv`, `.tsv`, `.txt`, `.md`). Example: `format: jsonl`.
   */
  format?: 'jsonl' | 'csv' | 'tsv' | 'text'
  /**
   * Which column of a CSV file, or key of a JSONL line, holds the prompt. Default: `prompt`, else `messages`. Example: `column: question`.
   */
  column?: string
  /**
   * What of a plain text file is one text: a line, a paragraph (up to an empty line), or the whole file. Default: `line`. Example: `each: paragraph`.
   */
  each?: 'line' | 'paragraph' | 'file'
}

/**
 * Texts that are made up by the seed. Each begins with its number, so that no two share a beginning that a worker could cache.
 */
export interface WorkloadGenerateInput {
  /**
   * How long each text is, in tokens of 4 characters: a number, or a distribution. Required. Example: `tokens: { lognormal: { mean: 512, stddev: 256 } }`.
   */
  tokens: WorkloadTokensInput
  /**
   * How many there are before they begin again; documents, and prompts that are asked of documents, need it. Default: no end. Example: `count: 100`.
   */
  count?: number
  /**
   * Texts whose sentences are put together by chance, written as `prompts` are. Default: common English words. Example: `from: { file: essays.txt, each: paragraph }`.
   */
  from?: WorkloadPromptsInput
}

/**
 * A number of tokens, a distribution to draw it from, or `none`.
 */
export type WorkloadLimitInput = 'none' | WorkloadTokensInput

/**
 * What the beginnings of prompts have in common.
 */
export type WorkloadPrefixInput = ('cold' | 'warm') | WorkloadSharedPrefixInput

/**
 * A beginning that all prompts share.
 */
export interface WorkloadSharedPrefixInput {
  /**
   * How long it is, in tokens of 4 characters. Required. Example: `shared: 512`.
   */
  shared: number
}

/**
 * A number of tokens, or a distribution to draw it from. Values outside `min` and `max` are clamped.
 */
export type WorkloadTokensInput =
  | number
  | {
      /**
       * A normal distribution. Example: `normal: { mean: 512, stddev: 128 }`.
       */
      normal?: WorkloadBellInput
      /**
       * A lognormal distribution, as lengths of real prompts have it: most are short, a few are very long. Example: `lognormal: { mean: 512, stddev: 512, max: 4096 }`.
       */
      lognormal?: WorkloadBellInput
      /**
       * Every length from `min` to `max` as often. Example: `uniform: { min: 16, max: 256 }`.
       */
      uniform?: {
        /**
         * The least tokens. Required. Example: `min: 16`.
         */
        min: number
        /**
         * The most tokens. Required. Example: `max: 256`.
         */
        max: number
      }
    }

/**
 * A distribution by its mean and standard deviation.
 */
export interface WorkloadBellInput {
  /**
   * The mean, in tokens. Required. Example: `mean: 512`.
   */
  mean: number
  /**
   * The standard deviation, in tokens. Required. Example: `stddev: 128`.
   */
  stddev: number
  /**
   * The least tokens. Default: 1. Example: `min: 16`.
   */
  min?: number
  /**
   * The most tokens. Default: 1000000. Example: `max: 4096`.
   */
  max?: number
}

/**
 * One workload of a mix.
 */
export interface WorkloadPartInput {
  /**
   * How many of its requests are sent for each of another with weight 1. Default: 1. Example: `weight: 3`.
   */
  weight?: number
  /**
   * The workload: its name, the path of its file, or written in place. Required. Example: `workload: short-chat`.
   */
  workload: WorkloadReferenceInput
}
