import type { ClusterFileWorker } from '../generated/cluster.ts'
import type { BalancerSettings } from './balancer-settings.ts'
import type { ResponseLimits } from './response-limits.ts'
import type { ServeSettings } from './serve-settings.ts'
import type { TelemetrySource } from './telemetry-source.ts'

/** The server behind a worker's port: the `type` of the cluster file's schema. */
export type WorkerType = NonNullable<ClusterFileWorker['type']>

/** The types that the simulator can imitate. */
export type Imitated = NonNullable<NonNullable<ClusterFileWorker['simulate']>['imitates']>

/** A value that may contain a secret: the text of the file, before `${NAME}` is filled in. */
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
  readonly imitates: Imitated
  /** Distribution of service times around their mean; default uniform. */
  readonly jitterDistribution?: JitterDistribution
  /** Milliseconds that each token of the prompt adds before the first token; default 0. */
  readonly promptTokenTimeMs?: number
  /** Relative slowdown of every token per further request in service, 0.05 is 5 %; default 0. */
  readonly batchSlowdown?: number
  /** All times are divided by it; default 1. */
  readonly speed?: number
  /** How many requests it really serves at once; default `maxConcurrentRequests`. */
  readonly slots?: number
  /** How many requests may wait for a slot; default unlimited. */
  readonly maxQueue?: number
  /** Milliseconds added to the first request after a start; default 0. */
  readonly coldStartMs?: number
  /** Milliseconds of idleness after which it is cold again; default never. */
  readonly coldAfterMs?: number
  /** Milliseconds after a start during which it returns 503; default 0. */
  readonly loadTimeMs?: number
  readonly throttle?: ThrottleOptions
  /** Scheduled faults. */
  readonly faults?: readonly Fault[]
  /** Whether it records the outcome of each request; default false. */
  readonly record?: boolean
}

/** Distribution of simulated service times around their mean. */
export type JitterDistribution = 'uniform' | 'lognormal' | 'pareto'

/** A worker that gets hot: it slows down after a time of work. */
export interface ThrottleOptions {
  /** Milliseconds of work until it begins to slow down. */
  readonly afterMs: number
  /** The final slowdown factor. */
  readonly factor: number
  /** Milliseconds of work from the first to the full slowdown. */
  readonly rampMs: number
}

/** The kinds of faults of a simulated worker; docs/simulator.md describes each. */
export type FaultKind =
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
 * A fault of a simulated worker.
 * @example
 * const fault: Fault = { kind: 'slow', factor: 3, forMs: 10_000 }
 */
export interface Fault {
  readonly kind: FaultKind
  /** The share of requests that it affects, from 0 to 1; default 1. */
  readonly probability?: number
  /** Milliseconds until it begins; default 0. */
  readonly afterMs?: number
  /** Duration in milliseconds; default until it is ended. */
  readonly forMs?: number
  /** Which requests it affects: those that generate tokens, or all; the default depends on the kind. */
  readonly scope?: 'generation' | 'all'
  /** For `slow`: the slowdown factor; default 3. */
  readonly factor?: number
  /** For `rate_limit`: milliseconds of `Retry-After`; default 1000. */
  readonly retryAfterMs?: number
  /** For `wrong_model`: the model that it reports instead. */
  readonly model?: string
}

/** A worker with the defaults of the cluster file filled in; the input of a program is a `WorkerInput`. */
export interface Worker {
  readonly id: string
  /** IPv4, IPv6 (without brackets) or a host name. */
  readonly host: string
  readonly port: number
  readonly type: WorkerType
  readonly model?: string
  readonly maxConcurrentRequests: number
  /** Its weight for the weighted strategy; undefined: its slots. */
  readonly weight?: number
  readonly tags: readonly string[]
  readonly apiKey?: SecretText
  /** Headers sent with every request; names in lower case. */
  readonly headers?: Readonly<Record<string, SecretText>>
  readonly tls?: TlsOptions
  /** Put before `/v1/...`; empty or starting with `/`, never ending with it. */
  readonly basePath: string
  /** Maximum size of a response; default 32 MiB, and 1 MiB for one event of a stream. */
  readonly limits?: ResponseLimits
  /** Where its metrics are scraped during loads; undefined: nowhere. */
  readonly telemetry?: readonly TelemetrySource[]
  readonly simulate?: SimulateOptions
}

/**
 * TLS settings of a worker.
 * @example
 * const tls: TlsOptions = { verify: true, caFile: '/etc/ssl/lab-ca.pem' }
 */
export interface TlsOptions {
  /** Whether the certificate must be valid; default true. */
  readonly verify: boolean
  /** Path of a PEM file with the trusted certificate authority. */
  readonly caFile?: string
  /** Server name for SNI, if it differs from the host. */
  readonly serverName?: string
}

/**
 * A cluster file with the defaults filled in.
 * @example
 * const { workers, balancer } = await loadCluster('config/my_workers.json')
 */
export interface Cluster {
  /** Absolute path of the file it was read from. */
  readonly file: string
  readonly workers: readonly Worker[]
  /** CIDR that all workers must be in. */
  readonly subnet?: string
  /** Whether specs may run local commands. */
  readonly allowCommands: boolean
  /**
   * Address of the control API that switches the faults of its simulated workers and returns their states.
   */
  readonly simulatorUrl?: string
  /** Undefined: all defaults. */
  readonly balancer?: BalancerSettings
  /** Undefined: all defaults. */
  readonly serve?: ServeSettings
  /** Where agents are found; undefined: this process sends the loads. */
  readonly distribution?: Distribution
}

/**
 * Where agents are found that send loads together.
 * @example
 * const distribution: Distribution = { redis: { template: '${REDIS_URL}' } }
 */
export interface Distribution {
  /** URL of Redis, which may contain a password. */
  readonly redis: SecretText
  /** Path of a PEM file with the trusted certificate authority. */
  readonly caFile?: string
}
