import type { SteadyWorker } from './optimum.ts'
import type { WorkerModel } from './simulation.ts'

/** A fleet, for the simulation and for the optimum. */
export interface Fleet {
  readonly workers: readonly WorkerModel[]
  readonly steady: readonly SteadyWorker[]
  readonly slots: number
  /** Requests of mean size that it can process at a time, each slot weighted by its speed. */
  readonly capacity: number
}

/** [slots, slowness] of each worker. */
function fleet(steadies: readonly (readonly [slots: number, slowness: number])[]): Fleet {
  return {
    workers: steadies.map(([slots, slowness], index) => ({
      id: `w${index}`,
      slots,
      serviceMs: (sizeMs) => sizeMs * slowness,
    })),
    steady: steadies.map(([slots, slowness]) => ({ slots, slowness })),
    slots: steadies.reduce((sum, [slots]) => sum + slots, 0),
    capacity: steadies.reduce((sum, [slots, slowness]) => sum + slots / slowness, 0),
  }
}

export const equal = fleet([
  [5, 1],
  [5, 1],
  [5, 1],
])

export const oneSlow = fleet([
  [5, 1],
  [5, 1],
  [5, 3],
])

export const tenUnequal = fleet([
  [5, 0.6],
  [5, 0.8],
  [5, 1],
  [5, 1],
  [5, 1.2],
  [4, 1.5],
  [4, 1.8],
  [3, 2.2],
  [2, 3],
  [2, 4],
])
