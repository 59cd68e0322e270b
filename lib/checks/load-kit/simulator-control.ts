import { request } from 'undici'
import type { Cluster, Worker } from '../../cluster/cluster.ts'
import { Deadline } from '../../time/deadline.ts'

/** A fault in the format of the simulator's control API. */
export type FaultRequest =
  | { readonly kind: 'death' | 'hang' }
  | { readonly kind: 'slow'; readonly factor: number }

/** Switches the faults of simulated workers: only workers that this run has started are ever harmed. */
export class SimulatorControl {
  readonly #url: string

  private constructor(url: string) {
    this.#url = url
  }

  /** The control of this worker; undefined if it is not simulated, and so must not be harmed. */
  static of({ simulatorUrl }: Cluster, worker: Worker): SimulatorControl | undefined {
    if (worker.type !== 'simulated' || simulatorUrl === undefined) return undefined
    return new SimulatorControl(`${simulatorUrl}/workers/${encodeURIComponent(worker.id)}/fault`)
  }

  async set(fault: FaultRequest): Promise<void> {
    await this.#send('PUT', JSON.stringify(fault))
  }

  async clear(): Promise<void> {
    await this.#send('DELETE')
  }

  async #send(method: 'PUT' | 'DELETE', body?: string): Promise<void> {
    using deadline = new Deadline({ timeoutMs: 5_000 })
    const response = await request(this.#url, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body }),
      signal: deadline.signal,
    })
    const text = await response.body.text()
    if (response.statusCode >= 300) throw new Error(`the simulator refused the fault: ${text}`)
  }
}
