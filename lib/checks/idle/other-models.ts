import type { Worker, WorkerType } from '../../cluster/cluster.ts'
import { entriesAt, stringAt } from '../model-state.ts'
import { parseJson } from '../parse-json.ts'
import { requestWorker } from '../worker-request.ts'

interface MemoryApi {
  readonly path: string
  /** The models in memory. */
  read(body: unknown): readonly string[]
}

/** Sources: the REST references of LM Studio (`/api/v0/models`) and Ollama (`/api/ps`). */
const memoryApis: Partial<Record<WorkerType, MemoryApi>> = {
  lm_studio: {
    path: '/api/v0/models',
    read: (body) =>
      entriesAt(body, 'data').flatMap((entry) =>
        stringAt(entry, 'state') === 'loaded' ? (stringAt(entry, 'id') ?? []) : [],
      ),
  },
  ollama: {
    path: '/api/ps',
    read: (body) => entriesAt(body, 'models').flatMap((entry) => stringAt(entry, 'name') ?? []),
  },
}

/** The models that a worker has in memory beside its own; undefined where it does not tell. */
export async function otherModels(
  worker: Worker,
  options: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<string[] | undefined> {
  const api = memoryApis[worker.simulate?.imitates ?? worker.type]
  // Without a model in the cluster file, none can be told from the others.
  if (!api || worker.model === undefined) return undefined
  const answer = await requestWorker(worker, { path: api.path, ...options })
  if (!answer.ok || answer.status !== 200) return undefined
  const own = [worker.model, `${worker.model}:latest`]
  return api.read(parseJson(answer.body)).filter((name) => !own.includes(name))
}
