import type { Worker } from '../../cluster/cluster.ts'
import { workerUrl } from '../../cluster/worker-url.ts'
import type { ProbeFailure } from '../../probes/failure.ts'
import { entriesAt, parseJson, stringAt } from '../../servers/json-value.ts'
import { isSameModel, type ModelDetails, type Server } from '../../servers/server.ts'
import { serverOf } from '../../servers/servers.ts'
import { responseWords } from '../kit/response-words.ts'
import { requestWorker } from '../kit/worker-request.ts'

/** The model that a worker serves, as it reports it; what it does not report is undefined. */
export interface ServedModel extends ModelDetails {
  /** The canonical form of equal names on its server. */
  readonly name: string
}

/** Result for one worker. */
export type ModelResponse =
  | { readonly ok: true; readonly model: ServedModel; readonly afterMs: number }
  | { readonly ok: false; readonly failure: ProbeFailure }

interface AskOptions {
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/**
 * Asks a worker which model it serves: that of the cluster file, else the first in its list. A worker that
 * lists only another model serves that one, whatever the file says.
 */
export async function askServedModel(worker: Worker, options: AskOptions): Promise<ModelResponse> {
  const listed = await requestWorker(worker, { path: '/v1/models', ...options })
  if (!listed.ok) return listed
  const afterMs = listed.phases.totalMs
  const fail = (kind: ProbeFailure['kind'], detail: string): ModelResponse => ({
    ok: false,
    failure: { kind, detail, afterMs },
  })
  if (listed.status !== 200) {
    return fail('http', responseWords(listed, workerUrl(worker, '/v1/models')))
  }
  const server = serverOf(worker)
  const entries = entriesAt(parseJson(listed.body), 'data')
  const entry = entryOf(worker.model, entries, server)
  const id = stringAt(entry, 'id')
  if (id === undefined) return fail('protocol', notListed(worker.model, entries))
  const details = await askDetails(worker, id, listed.body, options)
  return { ok: true, model: { name: server.canonicalName(id), ...details }, afterMs }
}

function notListed(model: string | undefined, entries: readonly unknown[]): string {
  const names = entries.flatMap((entry) => stringAt(entry, 'id') ?? [])
  const listed = names.length === 0 ? 'no model' : names.slice(0, 5).join(', ')
  return model === undefined ? 'it lists no model' : `it lists ${listed}, and not ${model}`
}

/** Older servers lack the path: then only the name is known. */
async function askDetails(
  worker: Worker,
  model: string,
  listed: string,
  options: AskOptions,
): Promise<ModelDetails> {
  const server = serverOf(worker)
  const { path, list, nameKey, read } = server.modelDetails
  let body = listed
  if (path !== '/v1/models') {
    const response = await requestWorker(worker, { path, ...options })
    if (!response.ok || response.status !== 200) return {}
    body = response.body
  }
  return read(entriesAt(parseJson(body), list).find(named(model, nameKey, server)))
}

function entryOf(model: string | undefined, entries: readonly unknown[], server: Server): unknown {
  if (model === undefined || entries.length === 1) return entries[0]
  return entries.find(named(model, 'id', server))
}

function named(model: string, key: string, server: Server) {
  return (entry: unknown) => isSameModel(server, stringAt(entry, key) ?? '', model)
}
