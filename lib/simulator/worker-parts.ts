import type { Fault, SimulateOptions } from '../cluster/cluster.ts'
import type { Pace } from './answering/pace.ts'
import type { ServiceQueue } from './answering/service-queue.ts'
import type { Timetable } from './answering/timetable.ts'
import type { Behaviour } from './behaviour.ts'
import type { FaultSwitch } from './faults/fault-switch.ts'
import type { Door } from './front/door.ts'
import type { Ledger } from './ledger.ts'

export interface SimulatedWorkerOptions {
  readonly id: string
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  readonly model: string
  /** The slots that it claims, and has unless `simulate.slots` says otherwise. */
  readonly maxConcurrentRequests: number
  readonly simulate: SimulateOptions
  /** Asked of every request as a bearer token. */
  readonly apiKey?: string
  readonly basePath?: string
  /** Whether the model is in memory; default true. */
  readonly isLoaded?: boolean
  /** Whether to remember the last requests for `requests()`; default `simulate.record`. */
  readonly recordRequests?: boolean
  /** Told which faults are on, after each change. */
  readonly onFaultChange?: (active: readonly Fault[]) => void
}

/** What a worker consists of, as those see it who answer its requests. */
export interface WorkerParts {
  readonly options: SimulatedWorkerOptions
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
