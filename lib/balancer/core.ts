import type { BalancerSettings } from '../cluster/balancer-settings.ts'
import type { Admission } from './admission/admission.ts'
import type { Clock } from './clock.ts'
import type { EventFeed } from './events.ts'
import type { Ledger } from './metrics/ledger.ts'
import type { Attempt, AttemptOwner } from './request/attempt.ts'
import type { OwnHeaders } from './request/request-headers.ts'
import type { RetryBudget } from './request/retry-budget.ts'
import type { Rotation } from './rotation.ts'
import type { WorkerState } from './worker/worker-state.ts'

/** A request that has not ended yet, as the end of the balancer knows it. */
export interface OpenExchange {
  abandon(reason: Error): void
}

/** What all requests of one balancer share. */
export interface Core {
  readonly settings: BalancerSettings
  readonly clock: Clock
  readonly feed: EventFeed
  readonly ledger: Ledger
  readonly budget: RetryBudget
  readonly rotation: Rotation
  readonly admission: Admission
  /** Takes leave of an exchange that has ended. */
  over(exchange: OpenExchange): void
  /** The model that a request asks for, if that decides which workers can serve it. */
  decidingModel(model: unknown): string | undefined
  /** What the cluster file has this worker sent with every request. */
  headersOf(worker: WorkerState): OwnHeaders
  /** Opens an attempt on a worker of which a slot has been taken. */
  open(owner: AttemptOwner, worker: WorkerState, isHedge: boolean): Attempt
}
