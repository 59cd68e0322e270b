// Generated from the schemas by `npm run generate`. Do not edit.

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
   * Whether specs may run programs on this machine (check `command`). Default: `false`. Example: `allow_commands: true`.
   */
  allow_commands?: boolean
  /**
   * How requests are spread over the workers. Further keys are accepted here. Default: the balancer's own. Example: `balancer: { strategy: least_outstanding, retries: 1 }`.
   */
  balancer?: {
    /**
     * By which rule the worker of a request is chosen. Default: the balancer's own. Example: `strategy: round_robin`.
     */
    strategy?: string
    /**
     * How often a request that failed is sent to another worker. Default: the balancer's own. Example: `retries: 1`.
     */
    retries?: number
    /**
     * How long one request may take, as a duration with a unit. Default: the balancer's own. Example: `timeout: 60s`.
     */
    timeout?: string
    /**
     * How long a request may wait for a free slot, as a duration with a unit. Default: the balancer's own. Example: `queue_timeout: 10s`.
     */
    queue_timeout?: string
    /**
     * How workers are probed, and when one counts as down. Default: the balancer's own. Example: `health: { interval: 5s }`.
     */
    health?: {
      [k: string]: unknown
    }
    /**
     * When a failing worker gets no more requests, and for how long. Default: the balancer's own. Example: `circuit: { failures: 5 }`.
     */
    circuit?: {
      [k: string]: unknown
    }
    [k: string]: unknown
  }
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
  type?: 'lm_studio' | 'ollama' | 'llama_cpp' | 'vllm' | 'openai' | 'simulated'
  /**
   * The model that it must serve. Default: whichever it lists first. Example: `model: mistral-7b-instruct-v0.2`.
   */
  model?: string
  /**
   * How many requests it works on at the same time (slots); more wait in the queue. Default: 5. Example: `max_concurrent_requests: 8`.
   */
  max_concurrent_requests?: number
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
   * How a simulated worker behaves; for type `simulated` only. Default: as its keys say. Example: `simulate: { time_to_first_token: 50ms }`.
   */
  simulate?: {
    /**
     * Time from the start of a request's service to its first token, as a duration with a unit. Default: `20ms`. Example: `time_to_first_token: 50ms`.
     */
    time_to_first_token?: string
    /**
     * Time of each further token, as a duration with a unit. Default: `2ms`. Example: `token_time: 10ms`.
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
     * Whose own endpoints it answers beside the OpenAI API. Default: `openai` (none). Example: `imitates: lm_studio`.
     */
    imitates?: 'lm_studio' | 'ollama' | 'llama_cpp' | 'vllm' | 'openai'
  }
}
