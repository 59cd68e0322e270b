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
 * A simulated worker as a program writes it; every part may be left out.
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
  /** The slots that it claims, and has unless `simulate.slots` says otherwise; default 5. */
  readonly maxConcurrentRequests?: number | undefined
  /** How it behaves; what is left out has the defaults of the cluster file. */
  readonly simulate?: SimulateInput | undefined
  /** Asked of every request as a bearer token; default: no key is needed. */
  readonly apiKey?: string | undefined
  /** Put before `/v1/...`, such as `/llm`; default: nothing. */
  readonly basePath?: string | undefined
  /** Whether the model is in memory; default true. */
  readonly isLoaded?: boolean | undefined
  /** Whether to remember the last requests for `requests()`; default `simulate.record`. */
  readonly recordRequests?: boolean | undefined
  /** Told which faults are on, after each change. */
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

/** What a worker consists of, as those see it who answer its requests. */
export interface WorkerParts {
  readonly options: SimulatedWorkerSettings
  readonly behaviour: Behaviour
  readonly queue: ServiceQueue
  readonly timetable: Timetable
  readonly pace: Pace
  readonly faults: FaultSwitch
  readonly door: Door
  readonly ledger: Ledger
  /** The number of the next request that is accepted, which decides its plan. */
  accepted: number
}

/** Whether the model is in memory. */
export function isLoaded({ options, pace }: WorkerParts): boolean {
  return options.isLoaded !== false && !pace.isLoadingAt(performance.now())
}

/** The model that it says it serves, with such a fault another one. */
export function modelOf({ options }: WorkerParts, fault: Fault | undefined): string {
  return fault?.kind === 'wrong_model' ? (fault.model ?? `${options.model}-other`) : options.model
}
