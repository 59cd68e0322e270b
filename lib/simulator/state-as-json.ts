import { faultWords } from './faults/fault-words.ts'
import type { SimulatedWorker } from './running-worker.ts'

/** The state of a worker as the control endpoints respond with it. */
export function stateAsJson(worker: SimulatedWorker): object {
  const state = worker.state()
  return inSnakeCase({ ...state, faults: state.faults.map(faultWords) })
}

/** The same values, with the names of JSON. */
export function inSnakeCase(values: object): object {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  )
}
