/** What speaks behind a worker's port. */
export type WorkerType = 'lm_studio' | 'ollama' | 'llama_cpp' | 'vllm' | 'openai' | 'simulated'

/** A value that may hold a secret: the text of the file, with `${NAME}` not yet filled in. */
export interface SecretText {
  readonly template: string
}

/** How a simulated worker behaves (type `simulated`). */
export interface SimulateOptions {
  /** Milliseconds from a request's start of service to its first token. */
  readonly timeToFirstTokenMs: number
  /** Milliseconds per further token. */
  readonly tokenTimeMs: number
  /** Relative jitter of both, 0.1 is ±10 %. */
  readonly jitter: number
  readonly seed: number
  /** Which server's own endpoints it imitates. */
  readonly imitates: Exclude<WorkerType, 'simulated'>
}

export interface Worker {
  readonly id: string
  /** IPv4, IPv6 (without brackets) or a host name. */
  readonly host: string
  readonly port: number
  readonly type: WorkerType
  readonly model?: string
  readonly maxConcurrentRequests: number
  readonly tags: readonly string[]
  readonly apiKey?: SecretText
  readonly tls?: TlsOptions
  /** Put before `/v1/...`; empty or starting with `/`, never ending with it. */
  readonly basePath: string
  readonly simulate?: SimulateOptions
}

export interface TlsOptions {
  /** Whether the certificate must be valid; default true. */
  readonly verify: boolean
  /** Path of a PEM file with the authority to trust. */
  readonly caFile?: string
  /** Name asked for by SNI, where it differs from the host. */
  readonly serverName?: string
}

export interface Cluster {
  /** Absolute path of the file it was read from. */
  readonly file: string
  readonly workers: readonly Worker[]
  /** CIDR that all workers must be in. */
  readonly subnet?: string
  /** Whether specs may run local commands. */
  readonly allowCommands: boolean
}
