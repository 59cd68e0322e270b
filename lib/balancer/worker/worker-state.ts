import type { BalancerSettings } from '../../cluster/balancer-settings.ts'
import type { Worker } from '../../cluster/cluster.ts'
import type { Candidate } from '../strategies/strategy.ts'
import { SlotClaim } from './slot-claim.ts'
import { type HealthState, WorkerHealth } from './worker-health.ts'

/** A worker that accepted fewer requests at once than the cluster file claims. */
export interface RefusedClaim {
  /** Requests that it had when it refused one more. */
  readonly accepted: number
  /** `max_concurrent_requests` of the cluster file. */
  readonly claimed: number
  /** Status and error message of the refusal. */
  readonly status: number
  readonly words: string | undefined
}

/** The state of one worker while it is in the cluster. */
export class WorkerState implements Candidate {
  readonly worker: Worker
  readonly id: string
  readonly weight: number
  readonly health: WorkerHealth
  readonly claim: SlotClaim
  /** Slots it may use now, and whether its next request is on trial; updated by `refresh`. */
  slots: number
  isOnTrial = false
  inFlight = 0
  maxInFlight = 0
  reportedInFlight?: number
  /** Whether a byte of a response has arrived since this was last set to false. */
  hasResponded = false
  /** Whether it has refused `max_tokens` for `max_completion_tokens`. */
  wantsCompletionLimit = false

  /** The message of its last error response. */
  lastError: { readonly status: number; readonly words: string | undefined } | undefined
  /** The smallest number of requests with which it refused another one as busy, if smaller than claimed. */
  overclaim: RefusedClaim | undefined

  constructor(worker: Worker, settings: Pick<BalancerSettings, 'circuit' | 'slowStartMs'>) {
    this.worker = worker
    this.id = worker.id
    this.weight = worker.weight ?? worker.maxConcurrentRequests
    this.slots = worker.maxConcurrentRequests
    this.claim = new SlotClaim(worker.maxConcurrentRequests)
    this.health = new WorkerHealth(settings.circuit, settings.slowStartMs)
  }

  /** Updates `slots`; returns whether it accepts requests now. */
  refresh(nowMs: number): boolean {
    this.slots = this.health.slots(this.claim.slots(nowMs), nowMs)
    this.isOnTrial = this.slots === 1 && this.state(nowMs) === 'trial'
    return this.slots > 0
  }

  state(nowMs: number): HealthState {
    return this.health.state(nowMs)
  }

  nextChangeMs(nowMs: number): number | undefined {
    return this.health.nextChangeMs(this.claim.slots(nowMs), nowMs)
  }

  get hasFreeSlot(): boolean {
    return this.inFlight < this.slots
  }

  take(): void {
    this.inFlight += 1
    if (this.inFlight > this.maxInFlight) this.maxInFlight = this.inFlight
  }

  giveBack(): void {
    this.inFlight -= 1
  }
}
