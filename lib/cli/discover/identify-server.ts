import type { WorkerType } from '../../cluster/cluster.ts'
import type { HttpResult } from '../../probes/http.ts'
import { entriesAt, parseJson, stringAt } from '../../servers/json-value.ts'
import type { Server, ServerReply } from '../../servers/server.ts'
import { servers } from '../../servers/servers.ts'

/** The description of a server by itself. */
export interface IdentifiedServer {
  readonly type: WorkerType
  /** In its order: first those in memory, if it reports which these are. */
  readonly models: readonly string[]
  /** How many of `models` are in memory; undefined: not reported. */
  readonly inMemory: number | undefined
  /** Requests that it serves at once; undefined: not reported. */
  readonly slots: number | undefined
}

/** Sends a GET to the server; the path starts with a slash. */
export type Get = (path: string) => Promise<HttpResult>

export type Identified =
  | { readonly kind: 'server'; readonly server: IdentifiedServer }
  /** It requires an API key for any response. */
  | { readonly kind: 'locked' }
  | { readonly kind: 'other'; readonly why: string }

/** The type and the models of a server, from its own reports, never from its port. */
export async function identifyServer(get: Get): Promise<Identified> {
  const ask = remembered(get)
  const list = await ask('/v1/models')
  if (!list.ok) return { kind: 'other', why: list.failure.detail }
  if (list.status === 401 || list.status === 403) return { kind: 'locked' }
  const body = parseJson(list.body)
  if (list.status !== 200 || !isModelList(body)) {
    return { kind: 'other', why: `no list of models at /v1/models (HTTP ${list.status})` }
  }
  const type = (await typeOf(ask)) ?? 'openai'
  const server = servers[type]
  const listed = entriesAt(body, 'data').flatMap((entry) => stringAt(entry, 'id') ?? [])
  const loaded = await modelsInMemory(server, ask)
  const slots = await readSlots(server, ask)
  const models = loaded ? [...new Set([...loaded, ...listed])] : listed
  return { kind: 'server', server: { type, models, inMemory: loaded?.length, slots } }
}

function isModelList(body: unknown): boolean {
  return Array.isArray((body as { readonly data?: unknown } | null | undefined)?.data)
}

/** Several types are identified by the same endpoint. */
function remembered(get: Get): Get {
  const replies = new Map<string, Promise<HttpResult>>()
  return (path) => {
    const reply = replies.get(path) ?? get(path)
    replies.set(path, reply)
    return reply
  }
}

async function typeOf(ask: Get): Promise<WorkerType | undefined> {
  for (const [type, { identify }] of Object.entries(servers) as [WorkerType, Server][]) {
    const reply = identify && (await replyAt(identify.path, ask))
    if (reply && identify?.isThis(reply)) return type
  }
  return undefined
}

async function modelsInMemory(
  { modelsInMemory: api }: Server,
  ask: Get,
): Promise<readonly string[] | undefined> {
  const reply = api && (await replyAt(api.path, ask))
  return reply?.status === 200 ? api?.read(parseJson(reply.text)) : undefined
}

async function readSlots({ slots }: Server, ask: Get): Promise<number | undefined> {
  const reply = slots && (await replyAt(slots.path, ask))
  const reported = reply?.status === 200 ? slots?.read(parseJson(reply.text)) : undefined
  return reported !== undefined && Number.isInteger(reported) && reported > 0 ? reported : undefined
}

async function replyAt(path: string, ask: Get): Promise<ServerReply | undefined> {
  const result = await ask(path)
  return result.ok
    ? { status: result.status, headers: result.headers, text: result.body }
    : undefined
}
