import type { Worker } from '../../cluster/cluster.ts'
import { isSameModel } from '../../servers/server.ts'
import { serverOf } from '../../servers/servers.ts'

/** The models that decide which workers can serve a request. */
export interface Models {
  /** Whether a worker serves a model of this name, by its server's rules for equal names. */
  has(name: string): boolean
}

/** The models that the cluster file names for its workers. */
export class ServedModels implements Models {
  readonly #workers: readonly Worker[]
  /** The number of different models. */
  readonly size: number

  constructor(workers: readonly Worker[]) {
    this.#workers = workers.filter(({ model }) => model !== undefined)
    const names = this.#workers.map((worker) => serverOf(worker).canonicalName(worker.model ?? ''))
    this.size = new Set(names).size
  }

  has(name: string): boolean {
    return this.#workers.some((worker) => servesModel(worker, name))
  }
}

/** Whether a worker serves a model by its server's rules for equal names; one without a model serves any. */
export function servesModel(worker: Worker, name: string): boolean {
  return worker.model === undefined || isSameModel(serverOf(worker), worker.model, name)
}
