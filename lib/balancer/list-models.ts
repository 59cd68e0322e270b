import { defaultLimits } from '../cluster/response-limits.ts'
import { entriesAt, parseJson, stringAt } from '../servers/json-value.ts'
import { serverOf } from '../servers/servers.ts'
import { Deadline } from '../time/deadline.ts'
import {
  credentialsIn,
  forwardedHeaders,
  type HeaderList,
  type RequestHeaders,
  withOwnHeaders,
} from './request/request-headers.ts'
import type { WorkerSite } from './worker/worker-site.ts'

const timeoutMs = 5_000

/**
 * The models that any of the workers lists, each once: an entry is that of the first worker that lists the
 * name, or one that its server takes for equal.
 * @param headers of the caller, whose key goes to workers without one
 * @returns undefined if no worker returned a list
 */
export async function listModels(
  sites: readonly WorkerSite[],
  headers: RequestHeaders,
): Promise<readonly unknown[] | undefined> {
  const own = credentialsIn(forwardedHeaders(headers))
  const lists = await Promise.all(sites.map((site) => listOf(site, own)))
  if (lists.every((list) => list === undefined)) return undefined
  const models = new Map<string, unknown>()
  for (const [index, list] of lists.entries()) {
    const server = serverOf((sites[index] as WorkerSite).state.worker)
    for (const entry of list ?? []) {
      const name = server.canonicalName(stringAt(entry, 'id') ?? '')
      if (name !== '' && !models.has(name)) models.set(name, entry)
    }
  }
  return [...models.values()]
}

/** It takes no slot of the worker, like a probe. */
async function listOf(
  { state, connections, headers: own }: WorkerSite,
  headers: HeaderList,
): Promise<readonly unknown[] | undefined> {
  const connection = connections.take()
  using deadline = new Deadline({ timeoutMs })
  try {
    const { statusCode, body } = await connection.request({
      path: `${state.worker.basePath}/v1/models`,
      method: 'GET',
      headers: withOwnHeaders(headers, own),
      signal: deadline.signal,
    })
    const text = await textOf(body, (state.worker.limits ?? defaultLimits).responseBytes)
    connections.giveBack(connection)
    const parsed = statusCode === 200 ? parseJson(text) : undefined
    return parsed === undefined ? undefined : entriesAt(parsed, 'data')
  } catch {
    // Its models are omitted; a caller that requests one gets the worker's error.
    connections.discard(connection)
    return undefined
  }
}

async function textOf(body: AsyncIterable<Buffer>, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new RangeError('the list of models is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
