import type { RequestView } from '../strategies/strategy.ts'
import type { WorkerState } from '../worker/worker-state.ts'
import { type Models, servesModel } from './served-models.ts'

/** A request that wants a slot. */
export interface Ticket {
  readonly view: RequestView
  /** The model it asks for, where that decides which workers can serve it. */
  readonly model: string | undefined
  /** Workers that have failed it already. */
  readonly tried: readonly WorkerState[]
  /** Whether it can be sent again if a worker fails it: a worker on trial then risks nothing. */
  readonly isRetriable: boolean
  /** A slot is taken for it on this worker. */
  granted(worker: WorkerState): void
  /** It will get none. */
  denied(error: Error): void
}

/** @param models those that decide: a request for any other goes to whichever worker is free */
export function canServe(worker: WorkerState, { model, tried }: Ticket, models: Models): boolean {
  if (tried.length > 0 && tried.includes(worker)) return false
  return model === undefined || hasModel(worker, model) || !models.has(model)
}

export function hasModel({ worker }: WorkerState, wanted: string): boolean {
  return servesModel(worker, wanted)
}
