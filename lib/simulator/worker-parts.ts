import type { Fault, SimulateOptions } from '../cluster/cluster.ts'
import { type SimulateInput, simulationOf } from '../cluster/simulation.ts'
import type { Behaviour } from './behaviour.ts'
import type { FaultSwitch } from './faults/fault-switch.ts'
import type { Door } from './front/door.ts'
import type { Ledger } from './ledger.ts'
import type { Pace } from './responding/pace.ts'
import type { ServiceQueue } from './responding/service-queue.ts'
import type { Timetable } from './responding/timetable.ts'

/**
 * Options of a simulated worker; all are optional.
 * @example
 * const options: SimulatedWorkerOptions = { model: 'tiny', simulate: { tokenTimeMs: 10 } }
 */
export interface SimulatedWorkerOptions {
  /** Default `simulated`. */
  readonly id?: string | undefined
  /** Default `127.0.0.1`. */
  readonly host?: string | undefined
  /** Default 0: any free port. */
  readonly port?: number | undefined
  /** Default `simulated`. */
  readonly model?: string | undefined
  /** The claimed slots, and the real ones unless `simulate.slots` is set; default 5. */
  readonly maxConcurrentRequests?: number | undefined
  /** Its behaviour; omitted settings have the defaults of the cluster file. */
  readonly simulate?: SimulateInput | undefined
  /** Bearer token required of every request; default: none. */
  readonly apiKey?: string | undefined
  /** Prefix of `/v1/...`, such as `/llm`; default: none. */
  readonly basePath?: string | undefined
  /** Whether the model is in memory; default true. */
  readonly isLoaded?: boolean | undefined
  /** Whether to record the last requests for `requests()`; default `simulate.record`. */
  readonly recordRequests?: boolean | undefined
  /** Called with the active faults, after each change. */
  readonly onFaultChange?: ((active: readonly Fault[]) => void) | undefined
}

/** The options with the defaults filled in. */
export interface SimulatedWorkerSettings extends SimulatedWorkerOptions {
  readonly id: string
  readonly host: string
  readonly port: number
  readonly model: string
  readonly maxConcurrentRequests: number
  readonly simulate: SimulateOptions
}

export function settingsOf(options: SimulatedWorkerOptions): SimulatedWorkerSettings {
  return {
    ...options,
    id: options.id ?? 'simulated',
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    model: options.model ?? 'simulated',
    maxConcurrentRequests: options.maxConcurrentRequests ?? 5,
    simulate: simulationOf(options.simulate),
  }
}

/** The parts of a worker that its request handlers use. */
export interface WorkerParts {
  readonly options: SimulatedWorkerSettings
  readonly behaviour: Behaviour
  readonly queue: ServiceQueue
  readonly timetable: Timetable
  readonly pace: Pace
  readonly faults: FaultSwitch
  readonly door: Door
  readonly ledger: Ledger
  /** The number of the next accepted request, which decides its plan. */
  accepted: number
}

/** Whether the model is in memory. */
export function isLoaded({ options, pace }: WorkerParts): boolean {
  return options.isLoaded !== false && !pace.isLoadingAt(performance.now())
}

/** The model in its responses; during such a fault another one. */
export function modelOf({ options }: WorkerParts, fault: Fault | undefined): string {
  return fault?.kind === 'wrong_model' ? (fault.model ?? `${options.model}-other`) : options.model
}
