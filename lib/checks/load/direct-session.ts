import type { Worker } from '../../cluster/cluster.ts'
import { DirectClient } from '../../load/direct-client.ts'
import { closed } from '../../load/drivers/closed.ts'
import { runLoad } from '../../load/run-load.ts'
import type { Workload } from '../../workload/workload.ts'
import type { CheckContext } from '../check.ts'
import { withModel } from '../kit/worker-model.ts'
import { loadSignal } from '../load-kit/load-signal.ts'

/** Loads straight to one worker, in place of a `BalancerSession`. */
export class DirectSession implements AsyncDisposable {
  readonly dispatcher: DirectClient
  /** Ends with the check's; any number may listen. */
  readonly signal: AbortSignal
  /** The most that the worker's slots let a balancer send at once; here nothing keeps to them. */
  readonly slots: number

  private constructor(worker: Worker, signal: AbortSignal) {
    this.dispatcher = new DirectClient(worker)
    this.slots = worker.maxConcurrentRequests
    this.signal = loadSignal(signal)
  }

  /** Asks the worker for its model, where the cluster file does not name it. */
  static async open(worker: Worker, { signal }: CheckContext): Promise<DirectSession> {
    return new DirectSession(await withModel(worker, signal), signal)
  }

  /** Opens connections and sends a load that is not counted. */
  async warmUp(
    workload: Workload,
    { requests, concurrency }: { readonly requests: number; readonly concurrency: number },
  ): Promise<void> {
    if (requests === 0) return
    const { dispatcher, signal } = this
    await runLoad({ dispatcher, workload, signal, driver: closed({ requests, concurrency }) })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispatcher[Symbol.asyncDispose]()
  }
}
