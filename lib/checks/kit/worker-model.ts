import type { Worker } from '../../cluster/cluster.ts'
import { entriesAt, parseJson, stringAt } from '../../servers/json-value.ts'
import { requestWorker } from './worker-request.ts'

/** The model of a worker: that of the cluster file, else the first in the worker's list. */
async function workerModel(worker: Worker, signal: AbortSignal): Promise<string | undefined> {
  if (worker.model !== undefined) return worker.model
  const listed = await requestWorker(worker, { path: '/v1/models', timeoutMs: 10_000, signal })
  if (!listed.ok || listed.status !== 200) return undefined
  return stringAt(entriesAt(parseJson(listed.body), 'data')[0], 'id')
}

/** The worker with its model filled in, if the cluster file does not name it and the worker lists one. */
export async function withModel(worker: Worker, signal: AbortSignal): Promise<Worker> {
  const model = await workerModel(worker, signal)
  return model === undefined ? worker : { ...worker, model }
}
