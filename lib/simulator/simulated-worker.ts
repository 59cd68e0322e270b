import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SimulateOptions } from '../cluster/cluster.ts'
import { type Completion, completionRoutes } from './completions.ts'
import { generationPlanner } from './generation.ts'
import { modelRoutes } from './models.ts'
import { ApiError } from './openai-errors.ts'
import { ServiceQueue } from './service-queue.ts'

export interface SimulatedWorkerOptions {
  readonly id: string
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  readonly model: string
  readonly maxConcurrentRequests: number
  readonly simulate: SimulateOptions
  /** Asked of every request as a bearer token. */
  readonly apiKey?: string
  readonly basePath?: string
  /** Whether the model is in memory; default true. */
  readonly isLoaded?: boolean
}

export interface SimulatedWorker extends AsyncDisposable {
  readonly host: string
  readonly port: number
  /** Slots in use, the most ever used, requests waiting. */
  state(): { in_flight: number; max_in_flight: number; queued: number }
  close(): Promise<void>
}

/** What the handlers of a worker's routes get to know. */
export interface WorkerContext {
  readonly options: SimulatedWorkerOptions
  readonly queue: ServiceQueue
  readonly plan: ReturnType<typeof generationPlanner>
}

export type Handler = (
  context: WorkerContext,
  body: Completion,
  response: ServerResponse,
  signal: AbortSignal,
) => Promise<unknown> | unknown

/** Handlers by `METHOD /path`; what they return is sent as JSON, undefined means they answered. */
export type Routes = Readonly<Record<string, Handler>>

/**
 * Starts a worker that speaks the OpenAI API with simulated service times.
 * @throws Error with the system's code where the address cannot be had
 */
export async function startSimulatedWorker(
  options: SimulatedWorkerOptions,
): Promise<SimulatedWorker> {
  const queue = new ServiceQueue(options.maxConcurrentRequests)
  const context: WorkerContext = { options, queue, plan: generationPlanner(options.simulate) }
  const server = createServer((request, response) => {
    void answer(context, request, response)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return {
    host: options.host,
    port: (server.address() as AddressInfo).port,
    state: () => queue.state,
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function answer(
  context: WorkerContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  response.setHeader('x-clustergate-worker', context.options.id)
  try {
    authorize(context, request)
    const handler = handlerOf(context, request)
    const body = request.method === 'POST' ? await readBody(request) : {}
    const result = await handler(context, body, response, gone.signal)
    if (result !== undefined) sendJson(response, 200, result)
  } catch (error) {
    if (response.headersSent || gone.signal.aborted) response.destroy()
    else if (error instanceof ApiError) sendJson(response, error.status, error.body, error.headers)
    else sendJson(response, 500, new ApiError(500, (error as Error).message).body)
  }
}

function authorize({ options }: WorkerContext, { headers }: IncomingMessage): void {
  if (options.apiKey === undefined || headers.authorization === `Bearer ${options.apiKey}`) return
  throw new ApiError(401, 'Incorrect API key provided.', 'invalid_api_key')
}

function handlerOf(context: WorkerContext, { method, url = '/' }: IncomingMessage): Handler {
  const { basePath = '' } = context.options
  const path = new URL(url, 'http://worker').pathname
  const inside = path.startsWith(basePath) ? path.slice(basePath.length) : undefined
  const routes: Routes = { ...completionRoutes, ...modelRoutes(context.options) }
  const handler = inside && routes[`${method} ${inside}`]
  if (handler) return handler
  const allowed = Object.keys(routes).filter((route) => route.endsWith(` ${inside}`))
  if (allowed.length === 0) throw new ApiError(404, `Unknown path: ${path}`, 'not_found')
  const methods = allowed.map((route) => route.split(' ')[0]).join(', ')
  throw new ApiError(405, `${path} takes ${methods}`, 'method_not_allowed', { allow: methods })
}

const maxBodyBytes = 10 * 1024 * 1024

async function readBody(request: IncomingMessage): Promise<Completion> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBodyBytes) throw new ApiError(413, 'The request is too large.', 'too_large')
    chunks.push(chunk)
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    if (body !== null && typeof body === 'object') return body
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new ApiError(400, 'The body is not valid JSON.', 'invalid_json')
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  })
  response.end(text)
}
