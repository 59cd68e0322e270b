import { Worker as Thread } from 'node:worker_threads'
import { packagedModule } from '../../cluster/packaged-file.ts'
import type { AgentShare } from '../protocol.ts'
import type { Lease } from './lease.ts'
import type { FromLoadThread, ToLoadThread } from './load-thread-messages.ts'

/**
 * The thread in which an agent sends its loads, one after the other: a load that keeps its event loop busy
 * must not keep the agent from renewing its lock and writing heartbeats.
 */
export class LoadThread implements AsyncDisposable {
  readonly #thread: Thread
  #listener: (message: FromLoadThread) => void = () => undefined

  private constructor(thread: Thread) {
    this.#thread = thread
    thread.on('message', (message: FromLoadThread) => this.#listener(message))
    thread.on('error', (error: Error) =>
      this.#listener({ type: 'failed', problem: { code: 'AGENT_BROKEN', message: error.message } }),
    )
    thread.on('exit', (code) =>
      this.#listener({
        type: 'failed',
        problem: {
          code: 'AGENT_BROKEN',
          message: `the thread of the load ended with code ${code}`,
        },
      }),
    )
  }

  static start(): LoadThread {
    const { CLUSTERGATE_AGENT_KEY: _, ...env } = process.env
    return new LoadThread(new Thread(packagedModule('lib/agents/agent/load-thread-entry'), { env }))
  }

  /** Prepares a load; its events go to the listener until the next one is prepared. */
  prepare(share: AgentShare, lease: Lease, listener: (message: FromLoadThread) => void): void {
    this.#listener = listener
    this.#send({ type: 'prepare', share, lease: lease.shared })
  }

  /** @param atMs by the monotonic clock */
  start(atMs: number): void {
    this.#send({ type: 'start', atMs })
  }

  stop(reason: string): void {
    this.#send({ type: 'stop', reason })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener = () => undefined
    await this.#thread.terminate()
  }

  #send(message: ToLoadThread): void {
    this.#thread.postMessage(message)
  }
}
