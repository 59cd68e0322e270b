import type { DeadlineOwner, RunningDeadline } from '../deadline-line.ts'
import type { RequestView } from '../strategies/strategy.ts'
import type { WorkerState } from '../worker/worker-state.ts'
import { type Models, servesModel } from './served-models.ts'
import type { InLine, WaitingLine } from './waiting-line.ts'

/** A request that wants a slot. */
export interface Ticket {
  readonly view: RequestView
  /** The requested model, if it decides which workers can serve it. */
  readonly model: string | undefined
  /** Workers that have failed it already. */
  readonly tried: readonly WorkerState[]
  /** Whether it can be resent if a worker fails it; only then it may go to a worker on trial. */
  readonly isRetriable: boolean
  /** Its place in the queue, set by the admission while it waits. */
  waiting: Waiting | undefined
  /** A slot of this worker was taken for it. */
  granted(worker: WorkerState): void
  /** It will get no slot. */
  denied(error: Error): void
}

/** @param models those that decide: a request for any other goes to any free worker */
export function canServe(worker: WorkerState, { model, tried }: Ticket, models: Models): boolean {
  if (tried.length > 0 && tried.includes(worker)) return false
  return model === undefined || hasModel(worker, model) || !models.has(model)
}

export function hasModel({ worker }: WorkerState, wanted: string): boolean {
  return servesModel(worker, wanted)
}

/** The place of a request in the queue. */
export class Waiting implements InLine<Waiting>, DeadlineOwner {
  readonly ticket: Ticket
  readonly line: WaitingLine<Waiting>
  readonly sequence: number
  deadline: RunningDeadline | undefined
  /** How often a later request was served before it. */
  overtaken = 0
  isInLine = false
  before: Waiting | undefined
  behind: Waiting | undefined
  readonly #expire: (ticket: Ticket) => void

  constructor(
    ticket: Ticket,
    line: WaitingLine<Waiting>,
    sequence: number,
    expire: (ticket: Ticket) => void,
  ) {
    this.ticket = ticket
    this.line = line
    this.sequence = sequence
    this.#expire = expire
  }

  deadlinePassed(): void {
    this.#expire(this.ticket)
  }
}
