import { setTimeout as sleep } from 'node:timers/promises'
import type { Worker } from '../../cluster/cluster.ts'
import type { ProbeFailure } from '../../probes/failure.ts'
import { Deadline } from '../../time/deadline.ts'
import { connectUndisturbed } from './connect-undisturbed.ts'
import { endpoint, type MeasurementBuilder } from './measurement-builder.ts'

const intervalMs = 1_000
const timeoutMs = 2_000

interface Watched {
  readonly worker: Worker
  readonly connectsMs: number[]
  readonly failures: ProbeFailure[]
}

/**
 * Connects to each worker once a second during a load, so that a network that fails in the middle is
 * reported, and not mistaken for a slow cluster.
 */
export class NetworkWatch implements AsyncDisposable {
  readonly #watched: readonly Watched[]
  readonly #stop = new AbortController()
  readonly #ended: Deadline
  readonly #done: Promise<void>

  constructor(workers: readonly Worker[], signal: AbortSignal) {
    this.#watched = workers.map((worker) => ({ worker, connectsMs: [], failures: [] }))
    this.#ended = new Deadline({ signals: [signal, this.#stop.signal] })
    const { signal: ended } = this.#ended
    this.#done = Promise.all(this.#watched.map((each) => watch(each, ended))).then(() => undefined)
  }

  /**
   * Mean over these workers of the shortest time of a connect, in milliseconds; undefined if none
   * succeeded.
   */
  connectMs(workers: readonly Worker[]): number | undefined {
    const times = this.#watched
      .filter(({ worker }) => workers.some(({ id }) => id === worker.id))
      .flatMap(({ connectsMs }) => (connectsMs.length === 0 ? [] : Math.min(...connectsMs)))
    return times.length === 0 ? undefined : times.reduce((sum, ms) => sum + ms, 0) / times.length
  }

  /** Reports failed connects, by worker. */
  report(builder: MeasurementBuilder): void {
    for (const { worker, connectsMs, failures } of this.#watched) {
      const [first] = failures
      if (!first) continue
      const tries = connectsMs.length + failures.length
      const attempt = `TCP connect to ${endpoint(worker.host, worker.port)} during the load`
      const detail = `${worker.id}: ${failures.length} of ${tries} failed: ${first.detail}`
      builder.failed(attempt, { ...first, detail })
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await this.#done
    this.#ended[Symbol.dispose]()
  }
}

async function watch(
  { worker, connectsMs, failures }: Watched,
  signal: AbortSignal,
): Promise<void> {
  const { host, port } = worker
  while (!signal.aborted) {
    const result = await connectUndisturbed({ host, port, timeoutMs, signal })
    if (result.ok) connectsMs.push(result.connectMs)
    else if (result.failure.kind !== 'aborted') failures.push(result.failure)
    await sleep(intervalMs, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error
    })
  }
}
