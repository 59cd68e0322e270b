import { type Command, carryOut, maxControlBytes, readCommand } from './control.ts'
import { isOfSocket } from './faults/fault-kinds.ts'
import { apiErrorOf, sendError } from './faults/fault-responses.ts'
import { ApiError } from './front/openai-errors.ts'
import { readBody } from './front/read-body.ts'
import { jsonReply, type ServedRequest, send } from './front/reply.ts'
import type { SimulatedWorker } from './running-worker.ts'
import { stateAsJson } from './state-as-json.ts'

const prefix = '/__simulator/'

/** What follows `/__simulator/` in a path, with or without the base path before it. */
export function controlPathOf(path: string, basePath = ''): string | undefined {
  if (path.startsWith(prefix)) return path.slice(prefix.length)
  const inside = path.startsWith(basePath + prefix)
  return inside ? path.slice(basePath.length + prefix.length) : undefined
}

/** Responds to a control request on the worker's own port. */
export function respondToControl(
  worker: SimulatedWorker,
  name: string,
  exchange: ServedRequest,
): void {
  readBody(exchange.request, (text) => void respond(worker, name, text, exchange), maxControlBytes)
}

async function respond(
  worker: SimulatedWorker,
  name: string,
  text: string | ApiError,
  exchange: ServedRequest,
): Promise<void> {
  try {
    if (text instanceof ApiError) throw text
    const command = await readCommand(exchange.request.method ?? '', name, text)
    if (shutsTheDoor(command)) shutBehind(worker, command, exchange)
    else send(exchange, jsonReply(await carryOut(worker, command)))
  } catch (error) {
    sendError(exchange, apiErrorOf(error))
  }
}

function shutsTheDoor(command: Command): boolean {
  return command.does === 'set_fault' && command.fault !== undefined && isOfSocket(command.fault)
}

/**
 * A fault that could not be ended through this port has to end by itself; the response is sent before it.
 */
function shutBehind(worker: SimulatedWorker, command: Command, exchange: ServedRequest): void {
  if (command.does === 'set_fault' && command.fault?.forMs === undefined) {
    const message = `${command.fault?.kind} needs \`for\` here, such as "for": "2s": nothing listens then that could end it; the control server of the cluster can`
    throw new ApiError(400, message, 'invalid_fault')
  }
  exchange.response.once('finish', () => void carryOut(worker, command))
  send(exchange, jsonReply(stateAsJson(worker), 202, { connection: 'close' }))
}
