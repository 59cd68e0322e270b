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
   * The name of the cluster, for people. Default: none. Example: `name: lab`.
   */
  name?: string
  /**
   * What this cluster is, in a sentence. Default: none. Example: `description: Three Mac Studios in the lab.`.
   */
  description?: string
  /**
   * The workers. Required, at least one; ids and addresses each once. Example: `workers: [{ id: mac-studio-1, host: 192.168.1.105, port: 1234 }]`.
   *
   * @minItems 1
   */
  workers: ClusterFileWorker[]
  /**
   * What is known of the network that the workers are in. Default: nothing. Example: `network: { subnet: 10.247.0.0/16 }`.
   */
  network?: {
    /**
     * The network that all workers must be in, in CIDR notation. Default: the network of this host's interface. Example: `subnet: 10.247.0.0/16`.
     */
    subnet?: string
  }
  /**
   * The API key sent to all workers, as `Authorization: Bearer ...`. Name an environment variable rather than the key itself; secret: never reported. Default: none. Example: `api_key: ${LM_API_KEY}`.
   */
  api_key?: string
  /**
   * Headers sent to all workers with every request, as gateways ask for them. Name an environment variable rather than a key itself: what it holds, and what a header named like a key holds, is secret and never reported. Default: none. Example: `headers: { x-portkey-api-key: "${PORTKEY_KEY}" }`.
   */
  headers?: {
    /**
     * The value of this header. Secret: never reported where it comes from a variable. Example: `${PORTKEY_KEY}`.
     */
    [k: string]: string
  }
  /**
   * Whether to speak HTTPS, and how: `true`, `false`, or a map of `verify`, `ca_file` and `server_name`. Default: `false`, plain HTTP. Example: `tls: { ca_file: ca.pem }`.
   */
  tls?:
    | boolean
    | {
        /**
         * Whether the certificate must be trusted, in its time and issued for the host. Default: `true`. Example: `verify: false`.
         */
        verify?: boolean
        /**
         * A PEM file with the authority to trust, relative to the cluster file. Default: the authorities that Node.js trusts. Example: `ca_file: ca.pem`.
         */
        ca_file?: string
        /**
         * The name to ask for and to expect in the certificate, where it is not the host. Default: the host. Example: `server_name: studio-1.lan`.
         */
        server_name?: string
      }
  /**
   * The path before `/v1/...` of the API, where a proxy adds one; a slash is added in front, one at the end and `/v1` itself are left out. Default: none. Example: `base_path: /llm`.
   */
  base_path?: string
  /**
   * Where the workers' own metrics are scraped beside loads, as Prometheus text: `true` (each worker's own `/metrics`), `false`, a source, or a list of sources. Default: `false`. Example: `telemetry: true`.
   */
  telemetry?: ClusterFileTelemetry
  /**
   * Whether specs may run programs on this machine (check `command`). Default: `false`. Example: `allow_commands: true`.
   */
  allow_commands?: boolean
  /**
   * How requests are spread over the workers. Default: as its keys say. Example: `balancer: { strategy: least_outstanding, retries: 1 }`.
   */
  balancer?: {
    /**
     * By which rule the worker of a request is chosen among those with a free slot. Default: `hybrid`. Example: `strategy: round_robin`.
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
     * Longest silence within a response that has begun, as a duration with a unit. Default: `60s`. Example: `idle_timeout: 20s`.
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
     * How many retries there may be for all requests of the last seconds, beyond five per second: so that a dead network cannot multiply the load. `0%` is none at all. Default: `20%`. Example: `retry_budget: 10%`.
     */
    retry_budget?: string | number
    /**
     * Whether completions and embeddings may be sent again though the first worker may have begun on them: that costs its time, nothing else. Default: `true`. Example: `retry_completions: false`.
     */
    retry_completions?: boolean
    /**
     * Wait for the first byte after which a request is also sent to a second worker, if a slot is free; the first response is used. Default: never. Example: `hedge_after: 2s`.
     */
    hedge_after?: string
    /**
     * How long a worker that came back takes until it has all of its slots again. Default: `2s`. Example: `slow_start: 10s`.
     */
    slow_start?: string
    /**
     * The longest that a worker gets no requests because its response asked for that (`Retry-After`), as a duration with a unit. Callers see when a worker will be back, not what it asked for. Default: `1m`. Example: `max_retry_after: 10s`.
     */
    max_retry_after?: string
    /**
     * How workers are probed, and when one counts as down. Default: as its keys say. Example: `health: { interval: 10s }`.
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
       * What is asked for. Default: by the worker's type: `/health` of llama.cpp and vLLM, `/v1/models` of others. Example: `path: /health`.
       */
      path?: string
      /**
       * After how many failed probes in a row a worker counts as down. Default: 2. Example: `failures: 3`.
       */
      failures?: number
      /**
       * How long a worker that has requests in flight may leave probes without a response, as a duration with a unit, before it counts as down; `0s`: not at all. Default: by the worker's type: 10 minutes for llama.cpp and SGLang, which read prompts and respond to probes in one thread, else 30 seconds. Example: `silent_while_busy: 2m`.
       */
      silent_while_busy?: string
    }
    /**
     * When a failing worker gets no more requests, and for how long. Default: as its keys say. Example: `circuit: { failures: 3 }`.
     */
    circuit?: {
      /**
       * After how many failures in a row a worker is ejected. Default: 5. Example: `failures: 3`.
       */
      failures?: number
      /**
       * At which share of failures within the window a worker is ejected. Default: `50%`. Example: `failure_rate: 30%`.
       */
      failure_rate?: string | number
      /**
       * How far back failures are counted for the rate, as a duration with a unit. Default: `10s`. Example: `window: 30s`.
       */
      window?: string
      /**
       * How many requests the window must hold before the rate counts. Default: 20. Example: `min_requests: 50`.
       */
      min_requests?: number
      /**
       * After what time an ejected worker gets a request on trial; doubles with each ejection, as a duration with a unit. Default: `2s`. Example: `open_for: 10s`.
       */
      open_for?: string
      /**
       * The longest such time, as a duration with a unit. Default: `1m`. Example: `max_open_for: 5m`.
       */
      max_open_for?: string
    }
  }
  /**
   * How much of a worker's response is read by checks and loads; a response that is longer is a failure. `clustergate serve` passes responses on without keeping them. Default: as its keys say. Example: `limits: { max_response: 64MiB }`.
   */
  limits?: {
    /**
     * How large a response may be. Default: `32MiB`. Example: `max_response: 64MiB`.
     */
    max_response?: string
    /**
     * How large one event of a streamed response, and one of its lines, may be. Default: `1MiB`. Example: `max_event: 4MiB`.
     */
    max_event?: string
  }
  /**
   * Where agents are found that send loads together (`agents` of `load`, `benchmark`, `batch` and `soak`) and probe from where they are (`from` of `ping`, `tcp`, `http` and `path`). Default: `$CLUSTERGATE_REDIS`, else none: this process sends loads, and `from` is an error. Example: `distribution: { redis: "${REDIS_URL}" }`.
   */
  distribution?: {
    /**
     * URL of the Redis or Valkey that the agents use, `redis://` or, by TLS, `rediss://`. Required. Example: `redis: redis://10.0.0.5:6379`.
     */
    redis: string
    /**
     * PEM file of the authority that its certificate is checked against; relative to this file. Default: those of Node.js. Example: `ca_file: certs/redis-ca.pem`.
     */
    ca_file?: string
  }
  /**
   * What `clustergate serve` takes from its callers. Default: as its keys say. Example: `serve: { max_bodies: 1GiB }`.
   */
  serve?: {
    /**
     * How large the body of a request may be. Default: `32MiB`. Example: `max_body: 8MiB`.
     */
    max_body?: string
    /**
     * How large the bodies of all requests in flight may be together; further ones get 503. Default: `64MiB`. Example: `max_bodies: 1GiB`.
     */
    max_bodies?: string
    /**
     * How many connections callers may have open; further ones are closed at once. Default: 10000. Example: `max_connections: 500`.
     */
    max_connections?: number
    /**
     * How long a caller may read nothing of a response that is ready for it, as a duration with a unit; then it is cut off. Default: `60s`. Example: `stall_timeout: 10s`.
     */
    stall_timeout?: string
    /**
     * Paths that go to the workers beside `/v1/*` and the inference API of their types: a method and a path, or a path for all methods; `*` at its end is all below. Default: none. Example: `paths: [GET /slots]`.
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
       * The exporter's URL; `{host}` is the worker's host. The worker's API key and headers go to the worker's own address alone. Needs `format` or `metrics`. Default: `/metrics` of the worker itself. Example: `url: "http://{host}:9400/metrics"`.
       */
      url?: string
      /**
       * Whose names of metrics are looked for. Default: those of the worker's type. Example: `format: dcgm`.
       */
      format?: 'vllm' | 'sglang' | 'llama_cpp' | 'simulated' | 'dcgm' | 'node_exporter'
      /**
       * Time between two scrapes during a load, as a duration with a unit, at least 100ms. Default: `1s`. Example: `interval: 5s`.
       */
      interval?: string
      /**
       * Which metric is which quantity, where that differs from `format`: the metric's name, or a map of `name`, `labels` and `unit`. Default: none. Example: `metrics: { temperature: my_gpu_temp }`.
       */
      metrics?: {
        /**
         * How many requests the engine works on. Default: as the format has it. Example: `requests_running: vllm:num_requests_running`.
         */
        requests_running?: ClusterFileMetric
        /**
         * How many requests wait inside the engine. Default: as the format has it. Example: `requests_waiting: vllm:num_requests_waiting`.
         */
        requests_waiting?: ClusterFileMetric
        /**
         * How much of its KV cache is in use, `unit: ratio` where 1 is all of it. Default: as the format has it. Example: `kv_cache: vllm:kv_cache_usage_perc`.
         */
        kv_cache?: ClusterFileMetric
        /**
         * How often the engine took a running request out of its memory: a counter. Default: as the format has it. Example: `preemptions: vllm:num_preemptions_total`.
         */
        preemptions?: ClusterFileMetric
        /**
         * How hot it is; of several devices the hottest. Default: as the format has it. Example: `temperature: my_gpu_temp`.
         */
        temperature?: ClusterFileMetric
        /**
         * How fast its clock is, `unit: MHz` unless another is given; of several devices the slowest. Default: as the format has it. Example: `clock: my_gpu_clock`.
         */
        clock?: ClusterFileMetric
        /**
         * What it draws, in watts unless another unit is given; of several devices together. Default: as the format has it. Example: `power: my_gpu_power`.
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
       * Labels that its series must have, where others are about something else. Default: all of its series. Example: `labels: { gpu: "0" }`.
       */
      labels?: {
        /**
         * The value of this label. Example: `"0"`.
         */
        [k: string]: string
      }
      /**
       * What the exporter measures in. Default: `°C` of temperatures, `MHz` of clocks, `W` of power, `ratio` of the KV cache. Example: `unit: Hz`.
       */
      unit?: '°C' | 'Hz' | 'kHz' | 'MHz' | 'GHz' | 'mW' | 'W' | 'kW' | 'ratio' | '%'
    }

/**
 * One worker: a server that speaks the OpenAI API.
 */
export interface ClusterFileWorker {
  /**
   * The name of the worker, as specs and reports use it; each once in a cluster. Required. Example: `id: mac-studio-1`.
   */
  id: string
  /**
   * Where it runs: an IPv4 or IPv6 address or a host name, without `http://` and without the port. Required. Example: `host: 192.168.1.105`.
   */
  host: string
  /**
   * The TCP port of its API, from 1 to 65535; 0 (type `simulated` only) takes any free one. Required. Example: `port: 1234`.
   */
  port: number
  /**
   * What runs there. It decides how the model's state is asked for and which remedies are proposed; `openai` is any server with that API, `simulated` is started by Clustergate itself. Default: `openai`. Example: `type: lm_studio`.
   */
  type?: 'lm_studio' | 'ollama' | 'llama_cpp' | 'vllm' | 'sglang' | 'openai' | 'simulated'
  /**
   * The model that it must serve. Default: whichever it lists first. Example: `model: mistral-7b-instruct-v0.2`.
   */
  model?: string
  /**
   * How many requests it works on at the same time (slots); more wait in the queue. Default: 5. Example: `max_concurrent_requests: 8`.
   */
  max_concurrent_requests?: number
  /**
   * Its part of the load where the strategy is `weighted`. Default: its slots. Example: `weight: 2`.
   */
  weight?: number
  /**
   * Words by which specs select workers (`for: gpu`). Default: none. Example: `tags: [gpu, rack-2]`.
   *
   * Items: One tag. Example: `gpu`.
   */
  tags?: string[]
  /**
   * The API key sent to this worker, as `Authorization: Bearer ...`. Name an environment variable rather than the key itself; secret: never reported. Default: the cluster's `api_key`, else none. Example: `api_key: ${LM_API_KEY}`.
   */
  api_key?: string
  /**
   * Headers sent to this worker with every request, as gateways ask for them. Name an environment variable rather than a key itself: what it holds, and what a header named like a key holds, is secret and never reported. Default: the cluster's `headers`, else none. Example: `headers: { x-portkey-api-key: "${PORTKEY_KEY}" }`.
   */
  headers?: {
    /**
     * The value of this header. Secret: never reported where it comes from a variable. Example: `${PORTKEY_KEY}`.
     */
    [k: string]: string
  }
  /**
   * Whether to speak HTTPS, and how: `true`, `false`, or a map of `verify`, `ca_file` and `server_name`. Default: the cluster's `tls`, else `false`. Example: `tls: { ca_file: ca.pem }`.
   */
  tls?:
    | boolean
    | {
        /**
         * Whether the certificate must be trusted, in its time and issued for the host. Default: `true`. Example: `verify: false`.
         */
        verify?: boolean
        /**
         * A PEM file with the authority to trust, relative to the cluster file. Default: the authorities that Node.js trusts. Example: `ca_file: ca.pem`.
         */
        ca_file?: string
        /**
         * The name to ask for and to expect in the certificate, where it is not the host. Default: the host. Example: `server_name: studio-1.lan`.
         */
        server_name?: string
      }
  /**
   * The path before `/v1/...` of the API, where a proxy adds one; a slash is added in front, one at the end and `/v1` itself are left out. Default: the cluster's `base_path`, else none. Example: `base_path: /llm`.
   */
  base_path?: string
  /**
   * Where this worker's own metrics are scraped beside loads, as Prometheus text: `true` (its own `/metrics`), `false`, a source, or a list of sources. Default: the cluster's `telemetry`, else `false`. Example: `telemetry: { url: "http://gpu-box.lan:9400/metrics", format: dcgm }`.
   */
  telemetry?: ClusterFileTelemetry
  /**
   * How a simulated worker behaves; for type `simulated` only. Default: as its keys say. Example: `simulate: { time_to_first_token: 50ms }`.
   */
  simulate?: {
    /**
     * Time from the start of a request's service to its first token, as a duration with a unit. Default: `20ms`. Example: `time_to_first_token: 50ms`.
     */
    time_to_first_token?: string
    /**
     * Time time per further token, as a duration with a unit. Default: `2ms`. Example: `token_time: 10ms`.
     */
    token_time?: string
    /**
     * How far both times vary, as a percentage or as a factor from 0 to 1: `10%` and `0.1` are ±10 %. Default: `10%`. Example: `jitter: 25%`.
     */
    jitter?: string | number
    /**
     * Where the random numbers of the jitter start: the same seed gives the same times. Default: 1. Example: `seed: 7`.
     */
    seed?: number
    /**
     * Whose endpoints it has besides the OpenAI API. Default: `openai` (none). Example: `imitates: lm_studio`.
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
     * How fast it is compared with its other times, which are divided by this. Default: 1. Example: `speed: 0.33`.
     */
    speed?: number
    /**
     * How many requests it really works on at the same time, where that is not what `max_concurrent_requests` claims. Default: `max_concurrent_requests`. Example: `slots: 1`.
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
     * Idleness after which `cold_start` is due again, as a duration with a unit. Default: never. Example: `cold_after: 60s`.
     */
    cold_after?: string
    /**
     * Time after a start in which the model is loading and requests get 503, as a duration with a unit. Default: `0ms`. Example: `load_time: 5s`.
     */
    load_time?: string
    /**
     * How it gets slower when it is hot; work heats it and idleness cools it at the same rate. Default: never. Example: `throttle: { after: 30s, factor: 1.5, ramp: 10s }`.
     */
    throttle?: {
      /**
       * Time of work until it gets slower, as a duration with a unit. Default: `30s`. Example: `after: 60s`.
       */
      after?: string
      /**
       * How many times slower it is in the end. Default: 1.5. Example: `factor: 2`.
       */
      factor?: number
      /**
       * Time of work from the first slowing to the whole factor, as a duration with a unit. Default: `10s`. Example: `ramp: 5s`.
       */
      ramp?: string
    }
    /**
     * Faults that come by themselves; all are listed in the page on the simulator. Default: none. Example: `faults: [{ kind: error, probability: 5% }]`.
     *
     * Items: One fault. Example: `{ kind: slow, factor: 3, after: 10s, for: 5s }`.
     */
    faults?: {
      /**
       * What goes wrong. Required. Example: `kind: rate_limit`.
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
       * The share of requests that it meets, as a percentage or a number from 0 to 1; drawn from the seed. Of `refuse` and `death`: how likely it is to happen at all. Default: `100%`. Example: `probability: 10%`.
       */
      probability?: string | number
      /**
       * When it begins: time from the start of the worker, or from the moment it is switched on, as a duration with a unit. Default: `0ms`. Example: `after: 10s`.
       */
      after?: string
      /**
       * How long it lasts, as a duration with a unit. Default: until it is switched off. Example: `for: 5s`.
       */
      for?: string
      /**
       * Which requests it meets: `generation`, those that ask for tokens or embeddings, or `all`. Default: as the kind has it. Example: `scope: generation`.
       */
      scope?: 'generation' | 'all'
      /**
       * How many times slower; of `slow` only. Default: 3. Example: `factor: 10`.
       */
      factor?: number
      /**
       * What `Retry-After` says, rounded up to seconds; of `rate_limit` only. Default: `1s`. Example: `retry_after: 5s`.
       */
      retry_after?: string
      /**
       * The model that it names instead of its own; of `wrong_model` only. Default: its own with `-other` behind it. Example: `model: phi-3`.
       */
      model?: string
    }[]
    /**
     * Whether it remembers what became of each of the last 100000 requests. Default: `false`. Example: `record: true`.
     */
    record?: boolean
  }
}
