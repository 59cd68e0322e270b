import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { carryOut, maxControlBytes, readCommand } from './control.ts'
import { apiErrorOf, sendError } from './faults/fault-responses.ts'
import { Door } from './front/door.ts'
import { ApiError } from './front/openai-errors.ts'
import { readBody } from './front/read-body.ts'
import { jsonReply, type ServedRequest, send } from './front/reply.ts'
import type { SimulatedWorker } from './running-worker.ts'
import { stateAsJson } from './state-as-json.ts'

export interface ControlServer {
  readonly url: string
  close(): Promise<void>
}

const host = '127.0.0.1'

/**
 * Starts the control server of all workers, which switches faults and returns states, even of workers that
 * refuse connections: `/workers`, `/workers/<id>/state`, `.../fault`, `.../requests`, `.../reset`.
 * @param port 0 uses any free one
 * @throws Error with the system's code if it cannot listen on the port
 */
export async function startControlServer(
  workers: readonly SimulatedWorker[],
  port = 0,
): Promise<ControlServer> {
  const byId = new Map(workers.map((worker) => [worker.id, worker]))
  const server = createServer((request, response) => serve(byId, request, response))
  const door = new Door(server, host, port)
  await door.want('open')
  return { url: `http://${host}:${door.port}`, close: () => door.want('refusing') }
}

type Workers = ReadonlyMap<string, SimulatedWorker>

function serve(workers: Workers, request: IncomingMessage, response: ServerResponse): void {
  const exchange: ServedRequest = { request, response, workerId: 'control' }
  readBody(request, (text) => void respond(workers, exchange, text), maxControlBytes)
}

async function respond(
  workers: Workers,
  exchange: ServedRequest,
  text: string | ApiError,
): Promise<void> {
  try {
    if (text instanceof ApiError) throw text
    send(exchange, jsonReply(await resultOf(workers, exchange.request, text)))
  } catch (error) {
    sendError(exchange, apiErrorOf(error))
  }
}

async function resultOf(
  workers: Workers,
  { method = '', url = '/' }: IncomingMessage,
  text: string,
): Promise<object> {
  const { pathname } = new URL(url, `http://${host}`)
  const [, first, id = '', name = '', ...rest] = pathname.split('/')
  if (first !== 'workers' || rest.length > 0) {
    throw new ApiError(404, `Unknown path: ${pathname}; all begin with /workers`, 'not_found')
  }
  if (id === '') return { workers: [...workers.values()].map(stateAsJson) }
  const worker = workers.get(decodeURIComponent(id))
  if (!worker) {
    const known = [...workers.keys()].join(', ')
    throw new ApiError(404, `No simulated worker ${id}; there are ${known}`, 'not_found')
  }
  return carryOut(worker, await readCommand(method, name || 'state', text))
}
