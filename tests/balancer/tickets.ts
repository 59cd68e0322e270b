import type { Ticket, Waiting } from '../../lib/balancer/admission/ticket.ts'
import type { WorkerState } from '../../lib/balancer/worker/worker-state.ts'

/** A request that only waits, and records its callbacks. */
export class PlainTicket implements Ticket {
  readonly view: { readonly path: string; readonly affinityKey: string | undefined }
  readonly tried: WorkerState[] = []
  waiting: Waiting | undefined
  readonly model: string | undefined
  readonly isRetriable: boolean
  worker: WorkerState | undefined
  error: NodeJS.ErrnoException | undefined

  constructor({ isRetriable = true, model, key }: PlainTicketOptions = {}) {
    this.view = { path: '/v1/completions', affinityKey: key }
    this.isRetriable = isRetriable
    this.model = model
  }

  granted(worker: WorkerState): void {
    this.worker = worker
    this.tried.push(worker)
  }

  denied(error: Error): void {
    this.error = error
  }
}

interface PlainTicketOptions {
  readonly isRetriable?: boolean
  readonly model?: string
  readonly key?: string
}
