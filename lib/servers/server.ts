import type { HygieneRule } from './hygiene-rule.ts'
import type { MetricNames } from './metric-names.ts'

/** What an endpoint of a server answered. */
export interface ServerReply {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly text: string
}

/** How to tell a server of this type from the others by one GET. */
export interface Identification {
  readonly path: string
  isThis(reply: ServerReply): boolean
}

/** Where a server reports whether a model is in memory. */
export interface ModelStateApi {
  readonly path: string
  /** Undefined where the reply does not say. */
  read(reply: ServerReply, model: string | undefined): ModelState | undefined
}

export interface ModelState {
  readonly loaded: boolean
  /** In the server's own words. */
  readonly state: string
}

/** Where a server lists all models that it has in memory. */
export interface ModelsInMemoryApi {
  readonly path: string
  read(body: unknown): readonly string[]
}

/** What a server reports of a model beyond its name; each as the server words it. */
export interface ModelDetails {
  readonly size?: string | undefined
  readonly quantization?: string | undefined
  /** Of the file: equal digests are equal models. */
  readonly digest?: string | undefined
  readonly bytes?: number | undefined
}

/** Where a server describes its models: a list of entries under a key. */
export interface ModelDetailsApi {
  readonly path: string
  readonly list: string
  readonly nameKey: string
  read(entry: unknown): ModelDetails
}

/** Where a server reports how many requests are in flight, whoever sent them. */
export interface LoadReport {
  readonly path: string
  /** Undefined where the text does not say. */
  read(text: string): number | undefined
}

/** Metrics of a server itself, as Prometheus text. */
export interface Telemetry {
  readonly path: string
  readonly names: MetricNames
  /** What switches the page on, as an end of a sentence; undefined: it is always there. */
  readonly switchedOnBy: string | undefined
}

/** Where a server reports how many requests it serves at once. */
export interface SlotsApi {
  readonly path: string
  /** Undefined where the body does not say. */
  read(body: unknown): number | undefined
}

/** The endpoint that shows that a server is well. */
export interface HealthApi {
  readonly path: string
  /**
   * Whether the endpoint may be silent while the server works on requests. `known`: the thread that reads
   * prompts answers it as well. `possible`: nobody says that it cannot be. `never`: then the server hangs.
   */
  readonly silentWhileBusy: 'known' | 'possible' | 'never'
}

/** What to tell a user whose server is missing something. Each is a phrase for a list of remedies. */
export interface Remedies {
  /** Start the server so that other machines reach it. */
  start(options: { readonly model: string; readonly port: number }): string
  /** Get a model into memory. */
  load(model: string): string
  /** Wake it, where it can sleep. */
  readonly wake: string | undefined
  /** Take a model out of memory. */
  readonly unload: string | undefined
  /** Let the server work on more requests at once. */
  moreSlots(model: string): string
  /** How many requests it serves at once by default. */
  readonly defaultSlots: string | undefined
}

/**
 * All that is known of one type of server. Every member is required: a type of the schema that lacks a
 * response does not compile. A member that is undefined, or an empty list, says that the server has no such thing.
 */
export interface Server {
  /** As its makers write it. */
  readonly label: string
  readonly defaultPort: number
  /** Undefined: nothing tells it from other servers with the same API. */
  readonly identify: Identification | undefined
  /** The form of a model's name that equal names share on this server. */
  canonicalName(name: string): string
  readonly health: HealthApi
  /** In the order in which to ask; the first that says something counts. */
  readonly modelStates: readonly ModelStateApi[]
  readonly modelsInMemory: ModelsInMemoryApi | undefined
  readonly modelDetails: ModelDetailsApi
  /** In the order in which to ask: some are switched off by default. */
  readonly loadReports: readonly LoadReport[]
  /** What its `/metrics` says of its inside; undefined: it has no such page. */
  readonly telemetry: Telemetry | undefined
  readonly slots: SlotsApi | undefined
  readonly hygiene: readonly HygieneRule[]
  /**
   * Requests beside `/v1/*` that compute a response, or say what can be computed: a method and a path, `*` at
   * its end for all below. Not what loads, changes, deletes or shows the requests of others.
   */
  readonly inferencePaths: readonly string[]
  readonly remedies: Remedies
}

/** Whether two names mean the same model on this server. */
export function isSameModel(
  { canonicalName }: Pick<Server, 'canonicalName'>,
  a: string,
  b: string,
): boolean {
  return a === b || canonicalName(a) === canonicalName(b)
}
