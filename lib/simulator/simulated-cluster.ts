import type { Fault, Worker } from '../cluster/cluster.ts'
import { type WorkerInput, workerOf } from '../cluster/worker-input.ts'
import { startControlServer } from './control-server.ts'
import type { SimulatedWorker } from './running-worker.ts'
import { startSimulatedWorker } from './simulated-worker.ts'

/**
 * Common options of the workers of a simulated cluster.
 * @example
 * const options: SimulatedClusterOptions = { control: true, controlPort: 4100 }
 */
export interface SimulatedClusterOptions {
  /** The key that a worker requires of its callers; default none. */
  readonly keyOf?: (worker: Worker) => string | undefined
  /** Whether to start a control server; one on `controlPort`, or on any free port. Default false. */
  readonly control?: boolean
  readonly controlPort?: number
  /** Called with the active faults of a worker, after each change. */
  readonly onFaultChange?: (workerId: string, active: readonly Fault[]) => void
}

/**
 * Running simulated workers in this process.
 * @example
 * await using cluster = await startSimulatedCluster([{ host: '127.0.0.1', port: 0, type: 'simulated' }])
 * await using balancer = new Balancer({ workers: cluster.workers })
 */
export interface SimulatedCluster extends AsyncDisposable {
  /** The given workers; the simulated ones with their actual addresses. */
  readonly workers: readonly Worker[]
  /** The running simulated workers. */
  readonly simulated: readonly SimulatedWorker[]
  /** Port of the control server for faults and states, if one was started: `/workers/<id>/fault`. */
  readonly controlUrl?: string
  /** Ends all of them. */
  close(): Promise<void>
}

/**
 * Starts the simulated workers among these. If a loopback address is not available (macOS has only
 * 127.0.0.1), a worker moves to 127.0.0.1 with another port.
 * @throws Error with worker and address if one cannot start; none is left running then
 * @throws UserError for an invalid worker
 * @example
 * const worker = { host: '127.0.0.1', port: 0, type: 'simulated' } as const
 * await using cluster = await startSimulatedCluster([
 *   { ...worker, id: 'fast' },
 *   { ...worker, id: 'slow', simulate: { speed: 0.33 } },
 * ])
 */
export async function startSimulatedCluster(
  workers: readonly WorkerInput[],
  options: SimulatedClusterOptions = {},
): Promise<SimulatedCluster> {
  const started: { close(): Promise<void> }[] = []
  const close = async () => {
    await Promise.all(started.map((each) => each.close()))
  }
  try {
    const served: Worker[] = []
    const simulated: SimulatedWorker[] = []
    for (const worker of workers.map(workerOf)) {
      if (worker.type !== 'simulated') {
        served.push(worker)
        continue
      }
      const running = await startOne(worker, options)
      started.push(running)
      simulated.push(running)
      served.push({ ...worker, host: running.host, port: running.port })
    }
    const running = { workers: served, simulated, close, [Symbol.asyncDispose]: close }
    if (!options.control) return running
    const control = await startControl(simulated, options.controlPort)
    started.push(control)
    return { ...running, controlUrl: control.url }
  } catch (error) {
    await close()
    throw error
  }
}

async function startOne(
  worker: Worker,
  { keyOf, onFaultChange }: SimulatedClusterOptions,
): Promise<SimulatedWorker> {
  const { id, host, port, model = 'simulated', maxConcurrentRequests, basePath } = worker
  const options = {
    id,
    port,
    model,
    maxConcurrentRequests,
    basePath,
    simulate: worker.simulate,
    apiKey: keyOf?.(worker),
    onFaultChange: (active: readonly Fault[]) => onFaultChange?.(id, active),
  }
  try {
    return await startSimulatedWorker({ ...options, host })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRNOTAVAIL' && host.startsWith('127.')) {
      return startSimulatedWorker({ ...options, host: '127.0.0.1', port: 0 })
    }
    throw cannotListen(`the simulated worker ${id} cannot listen on ${host}:${port}`, error)
  }
}

async function startControl(workers: readonly SimulatedWorker[], port = 0) {
  try {
    return await startControlServer(workers, port)
  } catch (error) {
    throw cannotListen(`the control server cannot listen on 127.0.0.1:${port}`, error)
  }
}

function cannotListen(what: string, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException
  const reason = code === 'EADDRINUSE' ? 'the port is in use' : (code ?? message)
  return new Error(`${what}: ${reason}`, { cause })
}
