import type { Worker } from '../../cluster/cluster.ts'
import { DirectClient } from '../../load/direct-client.ts'
import { closed } from '../../load/drivers/closed.ts'
import { runLoad } from '../../load/run-load.ts'
import type { Workload } from '../../workload/workload.ts'
import type { CheckContext } from '../check.ts'
import { withModel } from '../kit/worker-model.ts'
import { loadSignal } from '../load-kit/load-signal.ts'

/** Loads sent directly to one worker, instead of a `BalancerSession`. */
export class DirectSession implements AsyncDisposable {
  readonly dispatcher: DirectClient
  /** Aborted at the end of the check; any number of listeners is allowed. */
  readonly signal: AbortSignal
  /** The maximum that a balancer would send to the worker's slots at once; here nothing enforces it. */
  readonly slots: number

  private constructor(worker: Worker, signal: AbortSignal) {
    this.dispatcher = new DirectClient(worker)
    this.slots = worker.maxConcurrentRequests
    this.signal = loadSignal(signal)
  }

  /** Requests the worker's model, if the cluster file does not name it. */
  static async open(worker: Worker, { signal }: CheckContext): Promise<DirectSession> {
    return new DirectSession(await withModel(worker, signal), signal)
  }

  /** Opens connections and sends a load that does not count. */
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
