import type { SimulateOptions } from './cluster.ts'
import { type Loose, present } from './read/loose.ts'

/**
 * How a simulated worker behaves; what is left out has the defaults of the cluster file.
 * @example
 * const simulate: SimulateInput = { timeToFirstTokenMs: 50, tokenTimeMs: 10, seed: 7 }
 */
export type SimulateInput = Loose<SimulateOptions>

const defaults: SimulateOptions = {
  timeToFirstTokenMs: 20,
  tokenTimeMs: 2,
  jitter: 0.1,
  seed: 1,
  imitates: 'openai',
}

/** A simulation with the defaults of `schemas/cluster.schema.json`; what never happens stays out. */
export function simulationOf(simulate: SimulateInput = {}): SimulateOptions {
  return { ...defaults, ...present(simulate) }
}
