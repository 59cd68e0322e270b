import type { Worker, WorkerType } from '../../cluster/cluster.ts'
import type { ProbeFailure } from '../../probes/failure.ts'
import { entriesAt, stringAt } from '../model-state.ts'
import { parseJson } from '../parse-json.ts'
import { requestWorker } from '../worker-request.ts'

/** What a worker tells of the model that it serves; what it does not tell is undefined. */
export interface ServedModel {
  readonly name: string
  /** As the server words it: `7.2B`, `7241732096`. */
  readonly size?: string | undefined
  /** As the server words it: `Q4_K_M`. */
  readonly quantization?: string | undefined
  /** Of the file: equal digests are equal models. */
  readonly digest?: string | undefined
  readonly bytes?: number | undefined
}

/** What was found out about one worker. */
export type Answer =
  | { readonly ok: true; readonly model: ServedModel; readonly afterMs: number }
  | { readonly ok: false; readonly failure: ProbeFailure }

interface AskOptions {
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/**
 * Asks a worker which model it serves: that of the cluster file, else the first that it lists. One that
 * lists another model alone serves that one, whatever the file says.
 */
export async function askServedModel(worker: Worker, options: AskOptions): Promise<Answer> {
  const listed = await requestWorker(worker, { path: '/v1/models', ...options })
  if (!listed.ok) return listed
  const afterMs = listed.phases.totalMs
  const fail = (kind: ProbeFailure['kind'], detail: string): Answer => ({
    ok: false,
    failure: { kind, detail, afterMs },
  })
  if (listed.status !== 200) return fail('http', `HTTP ${listed.status} for /v1/models`)
  const entries = entriesAt(parseJson(listed.body), 'data')
  const entry = entryOf(worker.model, 'id', entries)
  const id = stringAt(entry, 'id')
  if (id === undefined) return fail('protocol', notListed(worker.model, entries))
  const own = ownApis[worker.simulate?.imitates ?? worker.type]
  const told = own ? await askOwnApi(worker, id, own, options) : listedDetails(entry)
  return { ok: true, model: { name: plainName(id), ...told }, afterMs }
}

function notListed(model: string | undefined, entries: readonly unknown[]): string {
  const names = entries.flatMap((entry) => stringAt(entry, 'id') ?? [])
  const listed = names.length === 0 ? 'no model' : names.slice(0, 5).join(', ')
  return model === undefined ? 'it lists no model' : `it lists ${listed}, and not ${model}`
}

/** Where a type of server tells more than the name, and how. */
interface OwnApi {
  readonly path: string
  readonly list: string
  readonly nameKey: string
  read(entry: unknown): Details
}

type Details = Omit<ServedModel, 'name'>

/** Sources: the REST references of LM Studio (`/api/v0/models`) and Ollama (`/api/tags`). */
const ownApis: Partial<Record<WorkerType, OwnApi>> = {
  lm_studio: {
    ...{ path: '/api/v0/models', list: 'data', nameKey: 'id' },
    read: (entry) => ({ quantization: stringAt(entry, 'quantization') }),
  },
  ollama: {
    ...{ path: '/api/tags', list: 'models', nameKey: 'name' },
    read: (entry) => ({
      size: stringAt(memberOf(entry, 'details'), 'parameter_size'),
      quantization: stringAt(memberOf(entry, 'details'), 'quantization_level'),
      digest: stringAt(entry, 'digest'),
      bytes: numberAt(entry, 'size'),
    }),
  },
}

/** Older servers lack the path: then only the name is known. */
async function askOwnApi(
  worker: Worker,
  model: string,
  { path, list, nameKey, read }: OwnApi,
  options: AskOptions,
): Promise<Details> {
  const answer = await requestWorker(worker, { path, ...options })
  if (!answer.ok || answer.status !== 200) return {}
  return read(entriesAt(parseJson(answer.body), list).find(named(model, nameKey)))
}

/** llama.cpp's server puts it beside the name in `/v1/models` (its README: `meta`). */
function listedDetails(entry: unknown): Details {
  const meta = memberOf(entry, 'meta')
  return { size: numberAt(meta, 'n_params')?.toString(), bytes: numberAt(meta, 'size') }
}

function entryOf(model: string | undefined, key: string, entries: readonly unknown[]): unknown {
  if (model === undefined || entries.length === 1) return entries[0]
  return entries.find(named(model, key))
}

function named(model: string, key: string) {
  return (entry: unknown) => plainName(stringAt(entry, key) ?? '') === plainName(model)
}

/**
 * Ollama lists a model without a tag as `name:latest`; llama.cpp lists the path of the file, which may
 * be another on each machine.
 */
function plainName(name: string): string {
  return name.replace(/:latest$/, '').replace(/^.*[/\\](?=[^/\\]+\.gguf$)/i, '')
}

function memberOf(value: unknown, key: string): unknown {
  return value !== null && typeof value === 'object' ? Reflect.get(value, key) : undefined
}

function numberAt(value: unknown, key: string): number | undefined {
  const found = memberOf(value, key)
  return typeof found === 'number' ? found : undefined
}
