import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach } from 'vitest'
import type { Worker } from '../../lib/cluster/cluster.ts'

/** A request as a worker received it. */
export interface Seen {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
}

export type Responder = (response: ServerResponse, seen: Seen, request: IncomingMessage) => unknown

/** A worker for a test: a real server on loopback with given responses. */
export interface TestWorker {
  readonly worker: Worker
  readonly server: Server
  /** May be changed at any time. */
  response: Responder
  /** All but probes. */
  readonly seen: Seen[]
  /** Bodies of requests in flight, and their maximum. */
  inFlight: number
  maxInFlight: number
  close(): Promise<void>
}

export interface TestWorkerOptions {
  readonly response?: Responder
  readonly host?: string
  readonly port?: number
  readonly tls?: { readonly key: string; readonly cert: string }
  readonly changes?: Partial<Worker>
}

const running: TestWorker[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.close()))
})

export const text =
  (body: string, status = 200, headers: Record<string, string | string[]> = {}): Responder =>
  (response) =>
    response.writeHead(status, headers).end(body)

/** Accepts, and never responds. */
export const silence: Responder = () => undefined

/** Cuts the connection instead of responding. */
export const cut: Responder = (response) => response.destroy()

export async function startWorker(
  id: string,
  options: TestWorkerOptions = {},
): Promise<TestWorker> {
  const { host = '127.0.0.1', tls, changes } = options
  const take = (request: IncomingMessage, response: ServerResponse) => {
    void serve(testWorker, request, response)
  }
  const server = tls ? createTlsServer(tls, take) : createServer(take)
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  const testWorker: TestWorker = {
    worker: workerAt(id, port, { host, ...changes }),
    server: server as Server,
    response: options.response ?? text(id),
    seen: [],
    inFlight: 0,
    maxInFlight: 0,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  running.push(testWorker)
  return testWorker
}

async function serve(self: TestWorker, request: IncomingMessage, response: ServerResponse) {
  request.on('error', () => undefined)
  response.on('error', () => undefined)
  self.inFlight += 1
  self.maxInFlight = Math.max(self.maxInFlight, self.inFlight)
  response.once('close', () => {
    self.inFlight -= 1
  })
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk)
  } catch {
    // The caller disconnected in the middle of its request.
    return
  }
  const { method = '', url: path = '', headers, rawHeaders } = request
  const seen = { method, path, headers, rawHeaders, body: Buffer.concat(chunks) }
  self.seen.push(seen)
  await self.response(response, seen, request)
}

export function workerAt(id: string, port: number, changes: Partial<Worker> = {}): Worker {
  return {
    id,
    host: '127.0.0.1',
    port,
    type: 'openai',
    maxConcurrentRequests: 4,
    tags: [],
    basePath: '',
    ...changes,
  }
}

/** A worker on a port where nothing listens. */
export async function deadWorker(id: string, changes: Partial<Worker> = {}): Promise<Worker> {
  const { worker, close } = await startWorker(id)
  await close()
  return { ...worker, ...changes }
}
