import { Balancer, type BalancerOptions } from '../../balancer/balancer.ts'
import type { Worker } from '../../cluster/cluster.ts'
import { BalancerWatch } from '../../load/balancer-watch.ts'
import { closed } from '../../load/drivers/closed.ts'
import type { ModelResponse } from '../../load/model-response.ts'
import { runLoad } from '../../load/run-load.ts'
import type { Workload } from '../../workload/workload.ts'
import type { CheckContext } from '../check.ts'
import { withModel } from '../kit/worker-model.ts'
import type { LoadResult } from './load-metrics.ts'
import { sentNotes } from './load-notes.ts'
import { loadSignal } from './load-signal.ts'

/** Settings of the cluster file that a check overrides; undefined ones are unchanged. */
export type SessionOptions = {
  readonly [K in 'strategy' | 'maxQueue' | 'timeoutMs' | 'retries']?: BalancerOptions[K] | undefined
}

/** A load of its own: a number of requests, and how many are in flight at any time. */
export interface LoadOptions {
  readonly requests: number
  readonly concurrency: number
  /** Called after each response with the number of responses. */
  readonly onResponse?: (count: number) => void
}

/** A balancer of its own for one check, over the selected workers, which records everything. */
export class BalancerSession implements AsyncDisposable {
  readonly balancer: Balancer
  readonly watch: BalancerWatch
  readonly workers: readonly Worker[]
  /** Aborted at the end of the check; any number of listeners is allowed. */
  readonly signal: AbortSignal
  #sent = 0
  readonly #notes = new Set<string>()

  private constructor(options: BalancerOptions, signal: AbortSignal) {
    this.balancer = new Balancer(options)
    this.watch = new BalancerWatch(this.balancer)
    this.workers = this.balancer.workers
    this.signal = loadSignal(signal)
  }

  /**
   * Opens connections to all workers, and requests the model of those whose cluster file does not name it.
   */
  static async open(context: CheckContext, options: SessionOptions): Promise<BalancerSession> {
    const workers = await Promise.all(
      context.workers.map((worker) => withModel(worker, context.signal)),
    )
    const session = new BalancerSession(
      { ...context.cluster.balancer, ...given(options), workers },
      context.signal,
    )
    await session.balancer.warmUp()
    return session
  }

  /** The dispatcher of loads. */
  get dispatcher(): Balancer {
    return this.balancer
  }

  /** All slots of its workers. */
  get slots(): number {
    return this.workers.reduce((sum, worker) => sum + worker.maxConcurrentRequests, 0)
  }

  /** What its loads sent, for notes of the measurement. */
  get notes(): readonly string[] {
    return [...this.#notes]
  }

  /** Sends a load and waits for its end; each load continues in the workload where the last one ended. */
  async load(
    workload: Workload,
    { requests, concurrency, onResponse }: LoadOptions,
  ): Promise<LoadResult> {
    const from = this.#sent
    this.#sent += requests
    const responses: ModelResponse[] = []
    const record = await runLoad({
      dispatcher: this.balancer,
      workload,
      signal: this.signal,
      from,
      driver: closed({ requests, concurrency }),
      onSample: ({ response }) => {
        responses.push(response)
        onResponse?.(responses.length)
      },
    })
    for (const note of sentNotes([record])) this.#notes.add(note)
    return { responses, durationMs: record.durationMs }
  }

  /** Sends a load that does not count. */
  async warmUp(workload: Workload, options: LoadOptions): Promise<void> {
    if (options.requests > 0) await this.load(workload, options)
    this.#notes.clear()
    this.watch.reset()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.watch.close()
    await this.balancer.destroy()
  }
}

/** Without undefined settings: the cluster file decides those. */
function given(options: SessionOptions): Partial<BalancerOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}
