// Generated from the schemas by `npm run generate`. Do not edit.

/** Whose names of metrics a source uses. */
export type TelemetryFormat =
  | 'vllm'
  | 'sglang'
  | 'llama_cpp'
  | 'simulated'
  | 'dcgm'
  | 'node_exporter'

/**
 * The workers of a cluster and how to reach them.
 */
export interface ClusterFile {
  /**
   * The schema that editors check this file against. Example: `$schema: ../schemas/cluster.schema.json`.
   */
  $schema?: string
  /**
   * The name of the cluster, for reports. Default: none. Example: `name: lab`.
   */
  name?: string
  /**
   * What this cluster is, in a sentence. Default: none. Example: `description: Three Mac Studios in the lab.`.
   */
  description?: string
  /**
   * The workers. Required, at least one; ids and addresses must be unique. Example: `workers: [{ id: mac-studio-1, host: 192.168.1.105, port: 1234 }]`.
   *
   * @minItems 1
   */
  workers: ClusterFileWorker[]
  /**
   * The network of the workers. Default: nothing. Example: `network: { subnet: 10.247.0.0/16 }`.
   */
  network?: {
    /**
     * The network that all workers must be in, in CIDR notation. Default: the network of this host's interface. Example: `subnet: 10.247.0.0/16`.
     */
    subnet?: string
  }
  /**
   * The API key sent to all workers, as `Authorization: Bearer ...`. Use an environment variable, not the key itself. Secret: never reported. Default: none. Example: `api_key: ${LM_API_KEY}`.
   */
  api_key?: string
  /**
   * Headers sent to all workers with every request, for gateways. Use an environment variable for a key: its value, and that of a header named like a key, is secret and never reported. Default: none. Example: `headers: { x-portkey-api-key: "${PORTKEY_KEY}" }`.
   */
  headers?: {
    /**
     * The value of this header. Secret if it comes from a variable: then never reported. Example: `${PORTKEY_KEY}`.
     */
    [k: string]: string
  }
  /**
   * HTTPS: `true`, `false`, or a map of `verify`, `ca_file` and `server_name`. Default: `false`, plain HTTP. Example: `tls: { ca_file: ca.pem }`.
   */
  tls?:
    | boolean
    | {
        /**
         * Whether the certificate must be trusted, not expired and issued for the host. Default: `true`. Example: `verify: false`.
         */
        verify?: boolean
        /**
         * A PEM file with the CA certificate to trust, relative to the cluster file. Default: the CAs that Node.js trusts. Example: `ca_file: ca.pem`.
         */
        ca_file?: string
        /**
         * The server name (SNI), expected in the certificate, if it is not the host. Default: the host. Example: `server_name: studio-1.lan`.
         */
        server_name?: string
      }
  /**
   * The path before `/v1/...` of the API, for example behind a proxy. A leading slash is added; a trailing slash and `/v1` are removed. Default: none. Example: `base_path: /llm`.
   */
  base_path?: string
  /**
   * Where the workers' own metrics are scraped during loads, as Prometheus text: `true` (each worker's own `/metrics`), `false`, a source, or a list of sources. Default: `false`. Example: `telemetry: true`.
   */
  telemetry?: ClusterFileTelemetry
  /**
   * Whether specs may run programs on this machine (check `command`). Default: `false`. Example: `allow_commands: true`.
   */
  allow_commands?: boolean
  /**
   * How requests are distributed over the workers. Default: that of its keys. Example: `balancer: { strategy: least_outstanding, retries: 1 }`.
   */
  balancer?: {
    /**
     * The rule that chooses a worker among those with a free slot. Default: `hybrid`. Example: `strategy: round_robin`.
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
     * How many requests may wait for a slot; more are refused at once. Default: 1000. Example: `max_queue: 200`.
     */
    max_queue?: number
    /**
     * How long a request may wait for a free slot, as a duration with a unit. Default: `30s`. Example: `queue_timeout: 10s`.
     */
    queue_timeout?: string
    /**
     * How long one request may take from its arrival to its end, waiting and retries included, as a duration with a unit. Default: `10m`. Example: `timeout: 60s`.
     */
    timeout?: string
    /**
     * Maximum silence within a response that has begun, as a duration with a unit. Default: `60s`. Example: `idle_timeout: 20s`.
     */
    idle_timeout?: string
    /**
     * How long to wait for a connection to a worker, as a duration with a unit. Default: `5s`. Example: `connect_timeout: 2s`.
     */
    connect_timeout?: string
    /**
     * How often a request that failed before its response began is sent to another worker. Default: 2. Example: `retries: 1`.
     */
    retries?: number
    /**
     * Maximum share of retries among all requests of the last seconds, plus five per second, so that a broken network cannot multiply the load. `0%` allows no retries. Default: `20%`. Example: `retry_budget: 10%`.
     */
    retry_budget?: string | number
    /**
     * Whether completions and embeddings are retried although the first worker may have begun to process them. This only costs time. Default: `true`. Example: `retry_completions: false`.
     */
    retry_completions?: boolean
    /**
     * Wait for the first byte after which a request is also sent to a second worker, if a slot is free; the first response is used. Default: never. Example: `hedge_after: 2s`.
     */
    hedge_after?: string
    /**
     * Time until a worker that returned has all of its slots again; each request that it serves meanwhile adds one. Default: `2s`. Example: `slow_start: 10s`.
     */
    slow_start?: string
    /**
     * Maximum time for which a worker gets no requests because of its `Retry-After`, as a duration with a unit. Default: `1m`. Example: `max_retry_after: 10s`.
     */
    max_retry_after?: string
    /**
     * How workers are probed, and when one counts as down. Default: that of its keys. Example: `health: { interval: 10s }`.
     */
    health?: {
      /**
       * Time between two probes of a worker, as a duration with a unit; `0s` switches them off. Default: `5s`. Example: `interval: 10s`.
       */
      interval?: string
      /**
       * How long to wait for the response to a probe, as a duration with a unit. Default: `2s`. Example: `timeout: 1s`.
       */
      timeout?: string
      /**
       * The path of probes. Default: by the worker's type: `/health` of llama.cpp and vLLM, `/v1/models` of others. Example: `path: /health`.
       */
      path?: string
      /**
       * Number of failed probes in a row until a worker counts as down. Default: 2. Example: `failures: 3`.
       */
      failures?: number
      /**
       * How long a worker with requests in flight may not respond to probes before it counts as down, as a duration with a unit; `0s` switches this off. Default: by the worker's type: 10 minutes for llama.cpp and SGLang, which process prompts and respond to probes in one thread, else 30 seconds. Example: `silent_while_busy: 2m`.
       */
      silent_while_busy?: string
    }
    /**
     * When a failing worker gets no more requests, and for how long. Default: that of its keys. Example: `circuit: { failures: 3 }`.
     */
    circuit?: {
      /**
       * Number of failures in a row until a worker is ejected. Default: 5. Example: `failures: 3`.
       */
      failures?: number
      /**
       * Share of failures within the window at which a worker is ejected. Default: `50%`. Example: `failure_rate: 30%`.
       */
      failure_rate?: string | number
      /**
       * Length of the window for the failure rate, as a duration with a unit. Default: `10s`. Example: `window: 30s`.
       */
      window?: string
      /**
       * Minimum number of requests in the window for the rate to count. Default: 20. Example: `min_requests: 50`.
       */
      min_requests?: number
      /**
       * Time until an ejected worker gets a request on trial, as a duration with a unit; it doubles with each ejection. Default: `2s`. Example: `open_for: 10s`.
       */
      open_for?: string
      /**
       * Maximum of this time, as a duration with a unit. Default: `1m`. Example: `max_open_for: 5m`.
       */
      max_open_for?: string
    }
  }
  /**
   * How much of a worker's response checks and loads read; a longer response is a failure. `clustergate serve` has no such limit, because it does not buffer responses. Default: that of its keys. Example: `limits: { max_response: 64MiB }`.
   */
  limits?: {
    /**
     * Maximum size of a response. Default: `32MiB`. Example: `max_response: 64MiB`.
     */
    max_response?: string
    /**
     * Maximum size of an event of a streamed response, and of a line. Default: `1MiB`. Example: `max_event: 4MiB`.
     */
    max_event?: string
  }
  /**
   * The Redis of the agents that send loads together (`agents` of `load`, `benchmark`, `batch` and `soak`) and run checks on their machines (`from` of `ping`, `tcp`, `http` and `path`). Default: `$CLUSTERGATE_REDIS`, else none: this process sends loads, and `from` is an error. Example: `distribution: { redis: "${REDIS_URL}" }`.
   */
  distribution?: {
    /**
     * URL of the Redis or Valkey that the agents use, `redis://` or, by TLS, `rediss://`. Required. Example: `redis: redis://10.0.0.5:6379`.
     */
    redis: string
    /**
     * PEM file with the CA certificate of Redis, relative to this file. Default: the CAs that Node.js trusts. Example: `ca_file: certs/redis-ca.pem`.
     */
    ca_file?: string
  }
  /**
   * Limits and paths of `clustergate serve`. Default: that of its keys. Example: `serve: { max_bodies: 1GiB }`.
   */
  serve?: {
    /**
     * Maximum size of the body of a request. Default: `32MiB`. Example: `max_body: 8MiB`.
     */
    max_body?: string
    /**
     * Maximum size of the bodies of all requests in flight in total; further requests get 503. Default: `64MiB`. Example: `max_bodies: 1GiB`.
     */
    max_bodies?: string
    /**
     * Maximum number of open connections of callers; further ones are closed at once. Default: 10000. Example: `max_connections: 500`.
     */
    max_connections?: number
    /**
     * Time in which a caller may read nothing although data is ready, as a duration with a unit; then its connection is closed. Default: `60s`. Example: `stall_timeout: 10s`.
     */
    stall_timeout?: string
    /**
     * Paths that are forwarded to the workers, besides `/v1/*` and the inference API of their types: a method and a path, or a path for all methods; `*` at the end matches everything below. Default: none. Example: `paths: [GET /slots]`.
     *
     * Items: One path. Example: `GET /slots`.
     */
    paths?: string[]
  }
}

/**
 * One source of a worker's metrics, or several.
 */
export type ClusterFileTelemetry = ClusterFileTelemetrySource[] | ClusterFileTelemetrySource

/**
 * Where metrics of a worker are scraped: `true` is its own `/metrics`.
 */
export type ClusterFileTelemetrySource =
  | boolean
  | {
      /**
       * The exporter's URL; `{host}` is the worker's host. The worker's API key and headers are sent only to the worker's own address. Needs `format` or `metrics`. Default: `/metrics` of the worker itself. Example: `url: "http://{host}:9400/metrics"`.
       */
      url?: string
      /**
       * The exporter, which decides the names of metrics. Default: that of the worker's type. Example: `format: dcgm`.
       */
      format?: 'vllm' | 'sglang' | 'llama_cpp' | 'simulated' | 'dcgm' | 'node_exporter'
      /**
       * Time between two scrapes during a load, as a duration with a unit, at least 100ms. Default: `1s`. Example: `interval: 5s`.
       */
      interval?: string
      /**
       * The metric of each quantity, if it differs from `format`: the metric's name, or a map of `name`, `labels` and `unit`. Default: none. Example: `metrics: { temperature: my_gpu_temp }`.
       */
      metrics?: {
        /**
         * Number of requests that the engine processes. Default: that of the format. Example: `requests_running: vllm:num_requests_running`.
         */
        requests_running?: ClusterFileMetric
        /**
         * Number of requests waiting inside the engine. Default: that of the format. Example: `requests_waiting: vllm:num_requests_waiting`.
         */
        requests_waiting?: ClusterFileMetric
        /**
         * Share of the KV cache in use; `unit: ratio` if 1 is all of it. Default: that of the format. Example: `kv_cache: vllm:kv_cache_usage_perc`.
         */
        kv_cache?: ClusterFileMetric
        /**
         * Number of preemptions: a counter. Default: that of the format. Example: `preemptions: vllm:num_preemptions_total`.
         */
        preemptions?: ClusterFileMetric
        /**
         * Temperature; the highest of several devices. Default: that of the format. Example: `temperature: my_gpu_temp`.
         */
        temperature?: ClusterFileMetric
        /**
         * Clock, in MHz unless `unit` is given; the lowest of several devices. Default: that of the format. Example: `clock: my_gpu_clock`.
         */
        clock?: ClusterFileMetric
        /**
         * Power, in watts unless `unit` is given; the sum of several devices. Default: that of the format. Example: `power: my_gpu_power`.
         */
        power?: ClusterFileMetric
      }
    }

/**
 * A metric of an exporter: its name, or a map.
 */
export type ClusterFileMetric =
  | string
  | {
      /**
       * The name of the metric. Required. Example: `name: my_gpu_temp`.
       */
      name: string
      /**
       * Labels that its series must have. Default: all of its series. Example: `labels: { gpu: "0" }`.
       */
      labels?: {
        /**
         * The value of this label. Example: `"0"`.
         */
        [k: string]: string
      }
      /**
       * The unit of the exporter. Default: `°C` of temperatures, `MHz` of clocks, `W` of power, `ratio` of the KV cache. Example: `unit: Hz`.
       */
      unit?: '°C' | 'Hz' | 'kHz' | 'MHz' | 'GHz' | 'mW' | 'W' | 'kW' | 'ratio' | '%'
    }

/**
 * One worker: a server with the OpenAI API.
 */
export interface ClusterFileWorker {
  /**
   * The name of the worker in specs and reports; unique in a cluster. Required. Example: `id: mac-studio-1`.
   */
  id: string
  /**
   * The host: an IPv4 or IPv6 address or a host name, without `http://` and without the port. Required. Example: `host: 192.168.1.105`.
   */
  host: string
  /**
   * The TCP port of its API, from 1 to 65535; 0 (type `simulated` only) is any free port. Required. Example: `port: 1234`.
   */
  port: number
  /**
   * The server software. It decides how the state of the model is read and which remedies are proposed; `openai` is any server with that API, `simulated` is started by Clustergate itself. Default: `openai`. Example: `type: lm_studio`.
   */
  type?: 'lm_studio' | 'ollama' | 'llama_cpp' | 'vllm' | 'sglang' | 'openai' | 'simulated'
  /**
   * The model that it must serve. Default: the first one that it lists. Example: `model: mistral-7b-instruct-v0.2`.
   */
  model?: string
  /**
   * Number of requests that it serves at the same time (slots); further ones wait in the queue. Default: 5. Example: `max_concurrent_requests: 8`.
   */
  max_concurrent_requests?: number
  /**
   * Its share of the load with the strategy `weighted`. Default: its slots. Example: `weight: 2`.
   */
  weight?: number
  /**
   * Words by which specs select workers (`for: gpu`). Default: none. Example: `tags: [gpu, rack-2]`.
   *
   * Items: One tag. Example: `gpu`.
   */
  tags?: string[]
  /**
   * The API key sent to this worker, as `Authorization: Bearer ...`. Use an environment variable, not the key itself. Secret: never reported. Default: the cluster's `api_key`, else none. Example: `api_key: ${LM_API_KEY}`.
   */
  api_key?: string
  /**
   * Headers sent to this worker with every request, for gateways. Use an environment variable for a key: its value, and that of a header named like a key, is secret and never reported. Default: the cluster's `headers`, else none. Example: `headers: { x-portkey-api-key: "${PORTKEY_KEY}" }`.
   */
  headers?: {
    /**
     * The value of this header. Secret if it comes from a variable: then never reported. Example: `${PORTKEY_KEY}`.
     */
    [k: string]: string
  }
  /**
   * HTTPS: `true`, `false`, or a map of `verify`, `ca_file` and `server_name`. Default: the cluster's `tls`, else `false`. Example: `tls: { ca_file: ca.pem }`.
   */
  tls?:
    | boolean
    | {
        /**
         * Whether the certificate must be trusted, not expired and issued for the host. Default: `true`. Example: `verify: false`.
         */
        verify?: boolean
        /**
         * A PEM file with the CA certificate to trust, relative to the cluster file. Default: the CAs that Node.js trusts. Example: `ca_file: ca.pem`.
         */
        ca_file?: string
        /**
         * The server name (SNI), expected in the certificate, if it is not the host. Default: the host. Example: `server_name: studio-1.lan`.
         */
        server_name?: string
      }
  /**
   * The path before `/v1/...` of the API, for example behind a proxy. A leading slash is added; a trailing slash and `/v1` are removed. Default: the cluster's `base_path`, else none. Example: `base_path: /llm`.
   */
  base_path?: string
  /**
   * Where this worker's own metrics are scraped during loads, as Prometheus text: `true` (its own `/metrics`), `false`, a source, or a list of sources. Default: the cluster's `telemetry`, else `false`. Example: `telemetry: { url: "http://gpu-box.lan:9400/metrics", format: dcgm }`.
   */
  telemetry?: ClusterFileTelemetry
  /**
   * How a simulated worker behaves; for type `simulated` only. Default: that of its keys. Example: `simulate: { time_to_first_token: 50ms }`.
   */
  simulate?: {
    /**
     * Time from the start of a request's service to its first token, as a duration with a unit. Default: `20ms`. Example: `time_to_first_token: 50ms`.
     */
    time_to_first_token?: string
    /**
     * Time per further token, as a duration with a unit. Default: `2ms`. Example: `token_time: 10ms`.
     */
    token_time?: string
    /**
     * How far both times vary, as a percentage or as a factor from 0 to 1: `10%` and `0.1` are ±10 %. Default: `10%`. Example: `jitter: 25%`.
     */
    jitter?: string | number
    /**
     * Seed of the random numbers of the jitter: the same seed gives the same times. Default: 1. Example: `seed: 7`.
     */
    seed?: number
    /**
     * The server type whose endpoints it has besides the OpenAI API. Default: `openai` (none). Example: `imitates: lm_studio`.
     */
    imitates?: 'lm_studio' | 'ollama' | 'llama_cpp' | 'vllm' | 'openai'
    /**
     * How the times are spread around their mean: evenly, or with a heavy tail, where `jitter` is the standard deviation over the mean. Default: `uniform`. Example: `jitter_distribution: pareto`.
     */
    jitter_distribution?: 'uniform' | 'lognormal' | 'pareto'
    /**
     * Time that each token of the prompt adds before the first token, as a duration with a unit. Default: `0ms`. Example: `prompt_token_time: 200us`.
     */
    prompt_token_time?: string
    /**
     * How much slower each further request in service makes every token, as a percentage or a factor from 0 to 1. Default: `0%`. Example: `batch_slowdown: 5%`.
     */
    batch_slowdown?: string | number
    /**
     * Speed: the other times are divided by it. Default: 1. Example: `speed: 0.33`.
     */
    speed?: number
    /**
     * Number of requests that it really serves at the same time, if it differs from `max_concurrent_requests`. Default: `max_concurrent_requests`. Example: `slots: 1`.
     */
    slots?: number
    /**
     * How many requests may wait for a slot; further ones get 503 at once. Default: no bound. Example: `max_queue: 20`.
     */
    max_queue?: number
    /**
     * Time added to the first request after a start, as a duration with a unit. Default: `0ms`. Example: `cold_start: 2s`.
     */
    cold_start?: string
    /**
     * Idle time after which `cold_start` applies again, as a duration with a unit. Default: never. Example: `cold_after: 60s`.
     */
    cold_after?: string
    /**
     * Time after a start in which the model is loading and requests get 503, as a duration with a unit. Default: `0ms`. Example: `load_time: 5s`.
     */
    load_time?: string
    /**
     * How it slows down when it is hot; work heats it, and idle time cools it at the same rate. Default: never. Example: `throttle: { after: 30s, factor: 1.5, ramp: 10s }`.
     */
    throttle?: {
      /**
       * Working time until it slows down, as a duration with a unit. Default: `30s`. Example: `after: 60s`.
       */
      after?: string
      /**
       * Factor by which it is slower at the end. Default: 1.5. Example: `factor: 2`.
       */
      factor?: number
      /**
       * Working time from the beginning of the slowdown to the full factor, as a duration with a unit. Default: `10s`. Example: `ramp: 5s`.
       */
      ramp?: string
    }
    /**
     * Faults that occur by themselves; docs/simulator.md lists all. Default: none. Example: `faults: [{ kind: error, probability: 5% }]`.
     *
     * Items: One fault. Example: `{ kind: slow, factor: 3, after: 10s, for: 5s }`.
     */
    faults?: {
      /**
       * The kind of fault. Required. Example: `kind: rate_limit`.
       */
      kind:
        | 'refuse'
        | 'hang'
        | 'slow'
        | 'rate_limit'
        | 'error'
        | 'unauthorized'
        | 'reset'
        | 'garbage'
        | 'truncated_json'
        | 'truncated_body'
        | 'wrong_model'
        | 'death'
      /**
       * Share of affected requests, as a percentage or a number from 0 to 1; drawn from the seed. For `refuse` and `death`, the probability that it occurs. Default: `100%`. Example: `probability: 10%`.
       */
      probability?: string | number
      /**
       * Start: time from the start of the worker, or from when it is switched on, as a duration with a unit. Default: `0ms`. Example: `after: 10s`.
       */
      after?: string
      /**
       * How long it lasts, as a duration with a unit. Default: until it is switched off. Example: `for: 5s`.
       */
      for?: string
      /**
       * Affected requests: `generation` (tokens or embeddings) or `all`. Default: that of the kind. Example: `scope: generation`.
       */
      scope?: 'generation' | 'all'
      /**
       * Factor by which it is slower; for `slow` only. Default: 3. Example: `factor: 10`.
       */
      factor?: number
      /**
       * `Retry-After`, rounded up to seconds; for `rate_limit` only. Default: `1s`. Example: `retry_after: 5s`.
       */
      retry_after?: string
      /**
       * The model that it reports instead of its own; for `wrong_model` only. Default: its own with the suffix `-other`. Example: `model: phi-3`.
       */
      model?: string
    }[]
    /**
     * Whether it records the last 100000 requests with their outcomes. Default: `false`. Example: `record: true`.
     */
    record?: boolean
  }
}
