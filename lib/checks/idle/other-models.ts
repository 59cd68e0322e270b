import type { Worker } from '../../cluster/cluster.ts'
import { parseJson } from '../../servers/json-value.ts'
import { isSameModel } from '../../servers/server.ts'
import { serverOf } from '../../servers/servers.ts'
import { requestWorker } from '../kit/worker-request.ts'

/** The models that a worker has in memory beside its own; undefined if it does not report them. */
export async function otherModels(
  worker: Worker,
  options: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<string[] | undefined> {
  const server = serverOf(worker)
  const { model } = worker
  // Without a model in the cluster file, none can be distinguished from the others.
  if (!server.modelsInMemory || model === undefined) return undefined
  const { path, read } = server.modelsInMemory
  const response = await requestWorker(worker, { path, ...options })
  if (!response.ok || response.status !== 200) return undefined
  return read(parseJson(response.body)).filter((name) => !isSameModel(server, name, model))
}
