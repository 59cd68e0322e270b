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
  /** Its place in the cluster, set by the admission. */
  place = 0
  /** Whether the admission knows that it has changed. */
  isMarked = false
  /** Called when its slots may have changed, other than by time alone. */
  onChange: ((worker: WorkerState) => void) | undefined
  /** Whether its slots do not change by time alone; updated by `refresh`. */
  isSteady = false
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
    const changed = () => this.#changed()
    this.claim = new SlotClaim(worker.maxConcurrentRequests, changed)
    this.health = new WorkerHealth(settings.circuit, settings.slowStartMs, changed)
  }

  /** Updates `slots`; returns whether it accepts requests now. */
  refresh(nowMs: number): boolean {
    const state = this.state(nowMs)
    const claimed = this.claim.slots(nowMs)
    this.slots = this.health.slots(claimed, nowMs)
    this.isOnTrial = state === 'trial'
    this.isSteady = steadyStates.has(state) && claimed === this.claim.claimed
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
    this.#changed()
  }

  giveBack(): void {
    this.inFlight -= 1
    this.#changed()
  }

  #changed(): void {
    if (this.isMarked || !this.onChange) return
    this.isMarked = true
    this.onChange(this)
  }
}

/** Those that end only by what happens to the worker. */
const steadyStates: ReadonlySet<HealthState> = new Set(['ready', 'down', 'draining'])
