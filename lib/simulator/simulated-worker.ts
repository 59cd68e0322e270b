import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Fault } from '../cluster/cluster.ts'
import { behaviourOf } from './behaviour.ts'
import { isOfSocket } from './faults/fault-kinds.ts'
import { FaultSwitch } from './faults/fault-switch.ts'
import { Door } from './front/door.ts'
import { Front } from './front/front.ts'
import { routeFinder } from './front/routes.ts'
import { Ledger } from './ledger.ts'
import { Pace } from './responding/pace.ts'
import { ServiceQueue } from './responding/service-queue.ts'
import { Timetable } from './responding/timetable.ts'
import type { SimulatedWorker } from './running-worker.ts'
import { controlPathOf, respondToControl } from './worker-control.ts'
import {
  type SimulatedWorkerOptions,
  type SimulatedWorkerSettings,
  settingsOf,
  type WorkerParts,
} from './worker-parts.ts'
import { workerState } from './worker-state.ts'

export type { SimulatedWorkerOptions } from './worker-parts.ts'

/**
 * Starts a worker that speaks the OpenAI API with simulated service times.
 * @throws Error with the system's code if it cannot listen on the address
 * @example
 * await using worker = await startSimulatedWorker({ model: 'tiny', simulate: { tokenTimeMs: 10 } })
 * await fetch(`http://${worker.host}:${worker.port}/v1/models`)
 */
export async function startSimulatedWorker(
  given: SimulatedWorkerOptions = {},
): Promise<SimulatedWorker> {
  const options = settingsOf(given)
  // Our own time limits must not look like a fault: connections idle, and requests hang, for long.
  const server = createServer({ keepAliveTimeout: 75_000, requestTimeout: 0 })
  const door = new Door(server, options.host, options.port)
  const parts = partsOf(options, door)
  const { faults, queue, ledger, timetable } = parts
  const setFault = async (fault: Fault | undefined) => {
    faults.set(fault)
    await door.settled
  }
  const worker: SimulatedWorker = {
    id: options.id,
    host: options.host,
    get port() {
      return door.port
    },
    state: () => workerState(parts),
    requests: () => ledger.requests(),
    setFault,
    die: ({ returnAfterMs } = {}) => setFault({ kind: 'death', forMs: returnAfterMs }),
    revive: () => setFault(undefined),
    reset: () => {
      queue.reset()
      ledger.reset()
    },
    close: async () => {
      faults.close()
      await door.want('refusing')
      timetable.close()
    },
    [Symbol.asyncDispose]: () => worker.close(),
  }
  server.on('request', requestListener(worker, parts))
  await door.want('open')
  for (const fault of parts.behaviour.faults) faults.schedule(fault)
  await door.settled
  return worker
}

function partsOf(options: SimulatedWorkerSettings, door: Door): WorkerParts {
  const behaviour = behaviourOf(options.simulate, options.maxConcurrentRequests)
  const nowMs = performance.now()
  const pace = new Pace(behaviour, nowMs)
  const faults = new FaultSwitch(behaviour.seed, (active) => {
    moveDoor(door, active, pace)
    options.onFaultChange?.(active)
  })
  return {
    options,
    behaviour,
    queue: new ServiceQueue(behaviour.slots, behaviour.maxQueue),
    timetable: new Timetable(),
    pace,
    faults,
    door,
    ledger: new Ledger(options.recordRequests ?? behaviour.record, nowMs),
    accepted: 0,
  }
}

/** Closes or opens the socket as the faults require; a worker that comes back from death starts cold. */
function moveDoor(door: Door, active: readonly Fault[], pace: Pace): void {
  const ofSocket = active.filter(isOfSocket)
  const isDead = ofSocket.some(({ kind }) => kind === 'death')
  const wanted = isDead ? 'dead' : ofSocket.length > 0 ? 'refusing' : 'open'
  const wasDead = door.wanted === 'dead'
  if (wasDead && !isDead) pace.restart(performance.now())
  // Reported to callers of `settled`; a failed automatic return is visible in the state.
  door.want(wanted).catch(() => undefined)
}

function requestListener(worker: SimulatedWorker, parts: WorkerParts) {
  const { imitates } = parts.behaviour
  const { basePath } = parts.options
  const front = new Front(parts, routeFinder(imitates, basePath))
  return (request: IncomingMessage, response: ServerResponse) => {
    const { url = '/' } = request
    const end = url.indexOf('?')
    const path = end < 0 ? url : url.slice(0, end)
    const controlPath = controlPathOf(path, basePath)
    if (controlPath === undefined) front.serve(path, request, response)
    else respondToControl(worker, controlPath, { request, response, workerId: parts.options.id })
  }
}
