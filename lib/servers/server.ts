import type { HygieneRule } from './hygiene-rule.ts'
import type { MetricNames } from './metric-names.ts'

/** The response of an endpoint of a server. */
export interface ServerReply {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly text: string
}

/** How to distinguish a server of this type from the others with one GET. */
export interface Identification {
  readonly path: string
  isThis(reply: ServerReply): boolean
}

/** Endpoint with the state of a model in memory. */
export interface ModelStateApi {
  readonly path: string
  /** Undefined if the response does not have it. */
  read(reply: ServerReply, model: string | undefined): ModelState | undefined
}

export interface ModelState {
  readonly loaded: boolean
  /** The server's own term. */
  readonly state: string
}

/** Endpoint that lists all models in memory. */
export interface ModelsInMemoryApi {
  readonly path: string
  read(body: unknown): readonly string[]
}

/** Details of a model beyond its name; each in the server's own format. */
export interface ModelDetails {
  readonly size?: string | undefined
  readonly quantization?: string | undefined
  /** Of the file: models with equal digests are equal. */
  readonly digest?: string | undefined
  readonly bytes?: number | undefined
}

/** Endpoint that describes the models: a list of entries under a key. */
export interface ModelDetailsApi {
  readonly path: string
  readonly list: string
  readonly nameKey: string
  read(entry: unknown): ModelDetails
}

/** Endpoint with the number of requests in flight, from all clients. */
export interface LoadReport {
  readonly path: string
  /** Undefined if the text does not have it. */
  read(text: string): number | undefined
}

/** Metrics of the server itself, as Prometheus text. */
export interface Telemetry {
  readonly path: string
  readonly names: MetricNames
  /** Where its authors document these metrics, for the documentation. */
  readonly source: string
  /** What enables the page, phrased as the end of a sentence; undefined: it is always enabled. */
  readonly switchedOnBy: string | undefined
}

/** Endpoint with the number of requests that the server serves at once. */
export interface SlotsApi {
  readonly path: string
  /** Undefined if the body does not have it. */
  read(body: unknown): number | undefined
}

/** The endpoint that shows whether a server is healthy. */
export interface HealthApi {
  readonly path: string
  /**
   * Whether the endpoint may be silent while the server works on requests. `known`: the thread that
   * processes prompts serves it as well. `possible`: not documented as impossible. `never`: then the server
   * hangs.
   */
  readonly silentWhileBusy: 'known' | 'possible' | 'never'
}

/** Remedies for a server with a missing feature. Each is a phrase for a list of remedies. */
export interface Remedies {
  /** Start the server so that it is reachable from other machines. */
  start(options: { readonly model: string; readonly port: number }): string
  /** Load a model into memory. */
  load(model: string): string
  /** Wake it, if it can sleep. */
  readonly wake: string | undefined
  /** Unload a model from memory. */
  readonly unload: string | undefined
  /** Let the server process more requests at once. */
  moreSlots(model: string): string
  /** Default number of requests that it serves at once. */
  readonly defaultSlots: string | undefined
}

/**
 * Everything that is known about one type of server. Every member is required: a type of the schema without
 * a declaration does not compile. A member that is undefined, or an empty list, means that the server does
 * not have it.
 */
export interface Server {
  /** The official spelling. */
  readonly label: string
  readonly defaultPort: number
  /** Undefined: nothing distinguishes it from other servers with the same API. */
  readonly identify: Identification | undefined
  /** The canonical form of equal model names on this server. */
  canonicalName(name: string): string
  /** Examples for the documentation: pairs of equal names. */
  readonly equalNames: readonly (readonly [string, string])[]
  readonly health: HealthApi
  /** In the order of requests; the first with a result counts. */
  readonly modelStates: readonly ModelStateApi[]
  readonly modelsInMemory: ModelsInMemoryApi | undefined
  readonly modelDetails: ModelDetailsApi
  /** In the order of requests: some are disabled by default. */
  readonly loadReports: readonly LoadReport[]
  /** The names of its metrics at `/metrics`; undefined: it has no such page. */
  readonly telemetry: Telemetry | undefined
  readonly slots: SlotsApi | undefined
  readonly hygiene: readonly HygieneRule[]
  /**
   * Requests beside `/v1/*` that compute a response, or list what can be computed: a method and a path, `*`
   * at its end for all paths below. Excluded are requests that load, change or delete, or show requests of
   * others.
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
