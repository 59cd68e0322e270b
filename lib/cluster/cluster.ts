import type { ClusterFileWorker } from '../generated/cluster.ts'
import type { BalancerSettings } from './balancer-settings.ts'
import type { ServeSettings } from './serve-settings.ts'
import type { TelemetrySource } from './telemetry-source.ts'

/** What speaks behind a worker's port: the `type` of the cluster file's schema. */
export type WorkerType = NonNullable<ClusterFileWorker['type']>

/** The types that the simulator can imitate. */
export type Imitated = NonNullable<NonNullable<ClusterFileWorker['simulate']>['imitates']>

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
  readonly imitates: Imitated
  /** How service times are spread around their mean; default uniform. */
  readonly jitterDistribution?: JitterDistribution
  /** Milliseconds that each token of the prompt adds before the first token; default 0. */
  readonly promptTokenTimeMs?: number
  /** What each further request in service adds to every token's time, 0.05 is 5 %; default 0. */
  readonly batchSlowdown?: number
  /** All times are divided by it; default 1. */
  readonly speed?: number
  /** How many requests it really serves at once; default `maxConcurrentRequests`. */
  readonly slots?: number
  /** How many requests may wait for a slot; default no bound. */
  readonly maxQueue?: number
  /** Milliseconds added to the first request after a start; default 0. */
  readonly coldStartMs?: number
  /** Milliseconds of idleness after which it is cold again; default never. */
  readonly coldAfterMs?: number
  /** Milliseconds after a start in which it returns 503; default 0. */
  readonly loadTimeMs?: number
  readonly throttle?: ThrottleOptions
  /** Faults that come by themselves. */
  readonly faults?: readonly Fault[]
  /** Whether it remembers what became of each request; default false. */
  readonly record?: boolean
}

/** How simulated service times are spread around their mean. */
export type JitterDistribution = 'uniform' | 'lognormal' | 'pareto'

/** A worker that gets hot: slower after a time of work. */
export interface ThrottleOptions {
  /** Milliseconds of work until it begins. */
  readonly afterMs: number
  /** How many times slower it is in the end. */
  readonly factor: number
  /** Milliseconds of work from its beginning to its full effect. */
  readonly rampMs: number
}

/** What a simulated worker can do wrong; docs/simulator.md says what each one means. */
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
 * What a simulated worker does wrong.
 * @example
 * const fault: Fault = { kind: 'slow', factor: 3, forMs: 10_000 }
 */
export interface Fault {
  readonly kind: FaultKind
  /** The share of requests that it meets, from 0 to 1; default 1. */
  readonly probability?: number
  /** Milliseconds until it begins; default 0. */
  readonly afterMs?: number
  /** Milliseconds that it lasts; default until it is ended. */
  readonly forMs?: number
  /** Which requests it meets: those that generate tokens, or all; default as the kind has it. */
  readonly scope?: 'generation' | 'all'
  /** Of `slow`: how many times slower; default 3. */
  readonly factor?: number
  /** Of `rate_limit`: milliseconds told in `Retry-After`; default 1000. */
  readonly retryAfterMs?: number
  /** Of `wrong_model`: the model that it names instead. */
  readonly model?: string
}

/** A worker with the defaults of the cluster file filled in; what a program writes is a `WorkerInput`. */
export interface Worker {
  readonly id: string
  /** IPv4, IPv6 (without brackets) or a host name. */
  readonly host: string
  readonly port: number
  readonly type: WorkerType
  readonly model?: string
  readonly maxConcurrentRequests: number
  /** Its part of a weighted load; undefined: its slots. */
  readonly weight?: number
  readonly tags: readonly string[]
  readonly apiKey?: SecretText
  /** Sent with every request; names in lower case. */
  readonly headers?: Readonly<Record<string, SecretText>>
  readonly tls?: TlsOptions
  /** Put before `/v1/...`; empty or starting with `/`, never ending with it. */
  readonly basePath: string
  /** Where its own metrics are scraped beside loads; undefined: nowhere. */
  readonly telemetry?: readonly TelemetrySource[]
  readonly simulate?: SimulateOptions
}

/**
 * How a worker speaks HTTPS.
 * @example
 * const tls: TlsOptions = { verify: true, caFile: '/etc/ssl/lab-ca.pem' }
 */
export interface TlsOptions {
  /** Whether the certificate must be valid; default true. */
  readonly verify: boolean
  /** Path of a PEM file with the authority to trust. */
  readonly caFile?: string
  /** Name asked for by SNI, where it differs from the host. */
  readonly serverName?: string
}

/**
 * A cluster file that was read, with the defaults filled in.
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
  /** Where the faults of its simulated workers are switched and their states read. */
  readonly simulatorUrl?: string
  /** Undefined: all defaults. */
  readonly balancer?: BalancerSettings
  /** Undefined: all defaults. */
  readonly serve?: ServeSettings
}
