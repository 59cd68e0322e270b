import type { SimulateOptions, Worker } from '../cluster/cluster.ts'
import { type SimulatedWorker, startSimulatedWorker } from './simulated-worker.ts'

export interface SimulatedCluster {
  /** The given workers; the simulated ones with the address that they really have. */
  readonly workers: readonly Worker[]
  close(): Promise<void>
}

/**
 * Starts the simulated workers among these. Where a loopback address cannot be had (macOS has
 * 127.0.0.1 alone), a worker moves to 127.0.0.1 on a port of its own.
 * @throws Error naming worker and address, when one cannot start; none is left running then
 */
export async function startSimulatedCluster(
  workers: readonly Worker[],
  keyOf: (worker: Worker) => string | undefined = () => undefined,
): Promise<SimulatedCluster> {
  const started: SimulatedWorker[] = []
  const close = async () => {
    await Promise.all(started.map((worker) => worker.close()))
  }
  try {
    const served: Worker[] = []
    for (const worker of workers) {
      if (worker.type !== 'simulated') {
        served.push(worker)
        continue
      }
      const running = await startOne(worker, keyOf(worker))
      started.push(running)
      served.push({ ...worker, host: running.host, port: running.port })
    }
    return { workers: served, close }
  } catch (error) {
    await close()
    throw error
  }
}

const defaultSimulation: SimulateOptions = {
  timeToFirstTokenMs: 20,
  tokenTimeMs: 2,
  jitter: 0.1,
  seed: 1,
  imitates: 'lm_studio',
}

async function startOne(worker: Worker, apiKey: string | undefined): Promise<SimulatedWorker> {
  const { id, host, port, model = 'simulated', maxConcurrentRequests, basePath } = worker
  const simulate = worker.simulate ?? defaultSimulation
  const options = { id, port, model, maxConcurrentRequests, simulate, basePath, apiKey }
  try {
    return await startSimulatedWorker({ ...options, host })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRNOTAVAIL' && host.startsWith('127.')) {
      return startSimulatedWorker({ ...options, host: '127.0.0.1', port: 0 })
    }
    const reason = code === 'EADDRINUSE' ? 'the port is in use' : (code ?? (error as Error).message)
    throw new Error(`the simulated worker ${id} cannot listen on ${host}:${port}: ${reason}`, {
      cause: error,
    })
  }
}
