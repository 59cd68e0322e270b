import type { Fault } from '../cluster/cluster.ts'
import { ApiError } from './front/openai-errors.ts'
import type { SimulatedWorker } from './running-worker.ts'
import { inSnakeCase, stateAsJson } from './state-as-json.ts'

/** A command for a worker: return data, or switch its fault. */
export type Command =
  | { readonly does: 'report_state' | 'report_requests' | 'reset' }
  | { readonly does: 'set_fault'; readonly fault: Fault | undefined }

/**
 * Parses a control request.
 * @param name the last part of its path
 * @throws ApiError for an unknown name, or an invalid fault
 */
export async function readCommand(method: string, name: string, text: string): Promise<Command> {
  const methods = commands[name]
  if (!methods) {
    const known = Object.keys(commands).join(', ')
    throw new ApiError(404, `Unknown control path: ${name}; there are ${known}`, 'not_found')
  }
  const read = methods[method]
  if (read) return read(text)
  const allowed = Object.keys(methods).join(', ')
  const message = `${name} takes ${allowed}`
  throw new ApiError(405, message, 'method_not_allowed', { allow: allowed })
}

type Reader = (text: string) => Command | Promise<Command>

const commands: Readonly<Record<string, Readonly<Record<string, Reader>>>> = {
  state: { GET: () => ({ does: 'report_state' }) },
  requests: { GET: () => ({ does: 'report_requests' }) },
  reset: { POST: () => ({ does: 'reset' }) },
  fault: {
    GET: () => ({ does: 'report_state' }),
    PUT: readFault,
    DELETE: () => ({ does: 'set_fault', fault: undefined }),
  },
}

async function readFault(text: string): Promise<Command> {
  // Loaded on first use: loading a schema takes longer than starting a worker.
  const { parseFault } = await import('../cluster/read/read-fault.ts')
  const fault = parseFault(text)
  if ('problem' in fault) throw new ApiError(400, fault.problem, 'invalid_fault')
  return { does: 'set_fault', fault }
}

/** Executes it, and returns the body of the response. */
export async function carryOut(worker: SimulatedWorker, command: Command): Promise<object> {
  if (command.does === 'report_requests') return { requests: worker.requests().map(inSnakeCase) }
  if (command.does === 'reset') worker.reset()
  if (command.does === 'set_fault') await worker.setFault(command.fault)
  return stateAsJson(worker)
}

export const maxControlBytes = 64 * 1024
