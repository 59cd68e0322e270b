import type { SimulateOptions } from './cluster.ts'
import { type Loose, present } from './read/loose.ts'

/**
 * Behaviour of a simulated worker; omitted settings have the defaults of the cluster file.
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

/**
 * A simulation with the defaults of `schemas/cluster.schema.json`; settings that never take effect stay
 * absent.
 */
export function simulationOf(simulate: SimulateInput = {}): SimulateOptions {
  return { ...defaults, ...present(simulate) }
}
