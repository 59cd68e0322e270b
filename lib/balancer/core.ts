import type { BalancerSettings } from '../cluster/balancer-settings.ts'
import type { RosterMember } from '../wire/roster.ts'
import type { Admission } from './admission/admission.ts'
import type { Clock } from './clock.ts'
import type { DeadlineLine } from './deadline-line.ts'
import type { EventFeed } from './events.ts'
import type { Ledger } from './metrics/ledger.ts'
import type { Attempt, AttemptOwner } from './request/attempt.ts'
import type { OwnHeaders } from './request/request-headers.ts'
import type { RetryBudget } from './request/retry-budget.ts'
import type { Rotation } from './rotation.ts'
import type { WorkerState } from './worker/worker-state.ts'

/** A request in flight, as destroying the balancer sees it. */
export interface OpenExchange extends RosterMember {
  abandon(reason: Error): void
}

/** The shared state of all requests of one balancer. */
export interface Core {
  readonly settings: BalancerSettings
  readonly clock: Clock
  readonly feed: EventFeed
  readonly ledger: Ledger
  readonly budget: RetryBudget
  readonly rotation: Rotation
  readonly admission: Admission
  /** Of all requests that have no shorter one of their own. */
  readonly deadlines: DeadlineLine
  /** Removes an exchange that has ended. */
  over(exchange: OpenExchange): void
  /** The model that a request asks for, if that decides which workers can serve it. */
  decidingModel(model: unknown): string | undefined
  /** The headers of the cluster file for this worker. */
  headersOf(worker: WorkerState): OwnHeaders
  /** Starts an attempt on a worker of which a slot has been taken. */
  open(owner: AttemptOwner, worker: WorkerState, isHedge: boolean): Attempt
}
