import { checkOptions, type OptionTypes } from '../source/check-options.ts'
import { type Problem, UserError } from '../source/user-error.ts'
import { faultOfBasePath, normalizeBasePath } from './base-path.ts'
import type { SecretText, TlsOptions, Worker, WorkerType } from './cluster.ts'
import { faultOfHost, normalizeHost } from './host.ts'
import { type Loose, present } from './read/loose.ts'
import { defaultLimits, type ResponseLimits } from './response-limits.ts'
import { type SimulateInput, simulationOf } from './simulation.ts'
import type { TelemetrySource } from './telemetry-source.ts'

/**
 * A worker as the input of a program: omitted settings have the defaults of the cluster file. A `Worker` is
 * a valid input.
 * @example
 * const worker: WorkerInput = { host: '192.168.1.105', port: 1234, type: 'lm_studio' }
 */
export interface WorkerInput {
  /** Its name in events, statistics and errors; default `host:port`. */
  readonly id?: string | undefined
  /** IPv4, IPv6 or a host name. */
  readonly host: string
  readonly port: number
  /** The server behind the port; default `openai`. */
  readonly type?: WorkerType | undefined
  /** The model that it serves; default: requests name no model. */
  readonly model?: string | undefined
  /** Maximum number of requests in flight on it; default 5. */
  readonly maxConcurrentRequests?: number | undefined
  /** Its weight for the weighted strategy; default: its slots. */
  readonly weight?: number | undefined
  readonly tags?: readonly string[] | undefined
  /** Sent as a bearer token; `${NAME}` is replaced by the environment variable. */
  readonly apiKey?: string | SecretText | undefined
  /** Headers sent with every request; `${NAME}` in a value is replaced by the environment variable. */
  readonly headers?: Readonly<Record<string, string | SecretText>> | undefined
  /** Whether, and how, it speaks HTTPS; default: HTTP. `true`: with a valid certificate. */
  readonly tls?: boolean | Loose<TlsOptions> | undefined
  /** Prefix of `/v1/...`, such as `/llm`; default: none. */
  readonly basePath?: string | undefined
  /** Maximum size of a response; default 32 MiB, and 1 MiB for one event of a stream. */
  readonly limits?: Loose<ResponseLimits> | undefined
  /** Where its telemetry is scraped during loads; default: nowhere. */
  readonly telemetry?: readonly TelemetrySource[] | undefined
  /** For the type `simulated`: its behaviour. */
  readonly simulate?: SimulateInput | undefined
}

/**
 * A worker with the defaults of `schemas/cluster.schema.json` filled in.
 * @throws UserError for an unknown option, and for an invalid host, port or number
 */
export function workerOf(input: WorkerInput): Worker {
  const given = normalized(input)
  checkOptions('a worker', given, optionTypes)
  const problems = problemsOf(given)
  if (problems.length > 0) throw new UserError(problems)
  const { host, port, type = 'openai', maxConcurrentRequests = 5, tags = [], ...others } = given
  return {
    id: input.id ?? `${host.includes(':') ? `[${host}]` : host}:${port}`,
    host,
    port,
    type,
    ...others,
    maxConcurrentRequests,
    tags,
    basePath: given.basePath ?? '',
    ...(type === 'simulated' && { simulate: simulationOf(input.simulate) }),
  }
}

type Given = Pick<Worker, 'host' | 'port'> & Partial<Omit<Worker, 'host' | 'port'>>

/** Each property in the form that the rest of the program uses, without undefined ones. */
function normalized({
  apiKey,
  headers,
  tls,
  host,
  basePath,
  limits,
  simulate,
  ...rest
}: WorkerInput): Given {
  return present({
    ...rest,
    host: typeof host === 'string' ? normalizeHost(host) : host,
    apiKey: typeof apiKey === 'string' ? { template: apiKey } : apiKey,
    headers: headers && secretHeaders(headers),
    tls: tlsOf(tls),
    basePath: typeof basePath === 'string' ? normalizeBasePath(basePath) : basePath,
    limits: limits && { ...defaultLimits, ...present(limits) },
    simulate: simulate && simulationOf(simulate),
  }) as Given
}

function secretHeaders(headers: NonNullable<WorkerInput['headers']>): Worker['headers'] {
  const entries = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase(),
    typeof value === 'string' ? { template: value } : value,
  ])
  return Object.fromEntries(entries)
}

function tlsOf(tls: WorkerInput['tls']): TlsOptions | undefined {
  if (!tls) return undefined
  return { verify: true, ...(tls === true ? {} : present(tls)) }
}

const optionTypes: OptionTypes & Record<keyof Worker, OptionTypes[string]> = {
  id: 'string',
  host: 'string',
  port: 'number',
  type: 'string',
  model: 'string',
  maxConcurrentRequests: 'number',
  weight: 'number',
  tags: 'object',
  apiKey: 'object',
  headers: 'object',
  tls: 'object',
  basePath: 'string',
  limits: 'object',
  telemetry: 'object',
  simulate: 'object',
}

/** What TypeScript cannot check: whether a text is a host, and a number a port. */
function problemsOf(given: Given): Problem[] {
  const { host, port, maxConcurrentRequests = 1, weight = 1, basePath = '' } = given
  const { responseBytes, eventBytes } = given.limits ?? defaultLimits
  const faults = [
    { code: 'invalid_host', fault: faultOfHost(host ?? '') },
    { code: 'invalid_base_path', fault: faultOfBasePath(basePath) },
    { code: 'invalid_worker', fault: faultOfCount('port', port, 0, 65_535) },
    {
      code: 'invalid_worker',
      fault: faultOfCount('maxConcurrentRequests', maxConcurrentRequests, 1, 100_000),
    },
    { code: 'invalid_worker', fault: faultOfWeight(weight) },
    { code: 'invalid_worker', fault: faultOfSize('limits.responseBytes', responseBytes) },
    { code: 'invalid_worker', fault: faultOfSize('limits.eventBytes', eventBytes) },
  ]
  return faults.flatMap(({ code, fault }) => (fault ? [{ code, ...fault }] : []))
}

function faultOfCount(name: string, value: number, min: number, max: number) {
  if (Number.isInteger(value) && value >= min && value <= max) return undefined
  const expected = `a whole number from ${min} to ${max}`
  return { message: `\`${name}\` of a worker is ${value}`, expected }
}

/** A JavaScript string has fewer than 2^29 characters: more could not be read. */
const maxBytes = 256 * 1024 * 1024

function faultOfSize(name: string, bytes: number) {
  return faultOfCount(name, bytes, 1, maxBytes)
}

function faultOfWeight(weight: number) {
  if (weight > 0 && Number.isFinite(weight)) return undefined
  return { message: `\`weight\` of a worker is ${weight}`, expected: 'a number above 0' }
}
