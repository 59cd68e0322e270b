import { Admission } from '../../lib/balancer/admission/admission.ts'
import { canServe, type Ticket } from '../../lib/balancer/admission/ticket.ts'
import { EventFeed } from '../../lib/balancer/events.ts'
import { Rotation } from '../../lib/balancer/rotation.ts'
import type { StrategyFactory } from '../../lib/balancer/strategies/strategy.ts'
import { WorkerState } from '../../lib/balancer/worker/worker-state.ts'
import { readBalancer } from '../../lib/cluster/read/read-balancer.ts'
import { VirtualClock } from './virtual-clock.ts'
import { workerAt } from './workers.ts'

export interface WorkerPlan {
  readonly id: string
  readonly slots: number
  readonly model?: string
}

/** The outcome of an attempt on a worker. */
export type Fate = 'served' | 'failed' | 'limited' | 'aborted'

export interface RequestPlan {
  readonly atMs: number
  /** Outcome of its first attempt, of its second ...; the last one counts for all later ones. */
  readonly fates: readonly { readonly fate: Fate; readonly afterMs: number }[]
  /** When its caller disconnects, counted from its arrival; undefined: never. */
  readonly patienceMs?: number
  readonly isRetriable: boolean
  readonly model?: string
  readonly affinityKey?: string
}

/** An action on a worker. */
export interface Intervention {
  readonly atMs: number
  readonly kind: 'drain' | 'undrain' | 'down' | 'up' | 'leave' | 'join'
  readonly worker: WorkerPlan
}

export interface Play {
  readonly workers: readonly WorkerPlan[]
  readonly requests: readonly RequestPlan[]
  readonly interventions: readonly Intervention[]
  readonly maxQueue: number
  readonly queueTimeoutMs: number
}

/** One wait in the queue, or a rejection at its entrance. */
export interface Stay {
  readonly role: Role
  readonly isReturned: boolean
  readonly enteredMs: number
  endedMs?: number
  end?: 'granted' | 'denied' | 'left'
  code?: string
  worker?: string
  /** How many of the same kind got a slot although they came later. */
  overtaken: number
}

/** Admission and rotation with scripted callers and workers: exact, and without waiting. */
export class Stage {
  readonly clock = new VirtualClock()
  readonly stays: Stay[] = []
  readonly roles: Role[] = []
  readonly #play: Play
  readonly rotation: Rotation
  readonly admission: Admission
  readonly #strategy: ReturnType<StrategyFactory>
  #models: ReadonlySet<string> = new Set()
  /** Violations, in words. */
  readonly faults: string[] = []

  constructor(play: Play, strategy: StrategyFactory) {
    this.#play = play
    this.#strategy = strategy({ nowMs: this.clock.nowMs, random: randomOf(7) })
    const { clock } = this
    this.rotation = new Rotation({
      clock,
      feed: new EventFeed(),
      onChange: () => this.admission.serve(),
    })
    this.admission = new Admission({
      clock,
      strategy: this.#strategy,
      workers: () => this.rotation.workers,
      models: () => this.#models,
      onEmpty: () => undefined,
      maxQueue: play.maxQueue,
      queueTimeoutMs: play.queueTimeoutMs,
    })
    for (const plan of play.workers) this.#join(plan)
    for (const request of play.requests) this.#cast(request)
    for (const each of play.interventions) clock.after(each.atMs, () => this.#intervene(each))
  }

  run(): this {
    this.clock.runOut(() => this.#check())
    return this
  }

  observe(worker: WorkerState, startMs: number, isOk: boolean, inFlight: number): void {
    const nowMs = this.clock.nowMs()
    const observation = { workerId: worker.id, nowMs, durationMs: nowMs - startMs, isOk, inFlight }
    this.#strategy.observe?.(observation)
  }

  #cast(request: RequestPlan): void {
    const role = new Role(this, request)
    this.roles.push(role)
    this.clock.after(request.atMs, () => role.arrive())
    if (request.patienceMs !== undefined) {
      this.clock.after(request.atMs + request.patienceMs, () => role.goAway())
    }
  }

  #join({ id, slots, model }: WorkerPlan): void {
    if (this.rotation.workers.some((worker) => worker.id === id)) return
    const changes = { maxConcurrentRequests: slots, ...(model !== undefined && { model }) }
    this.rotation.join(new WorkerState(workerAt(id, 1, changes), readBalancer()))
    this.#countModels()
    this.admission.serve()
  }

  #intervene({ kind, worker: plan }: Intervention): void {
    if (kind === 'join') {
      this.#join(plan)
      return
    }
    const worker = this.rotation.workers.find(({ id }) => id === plan.id)
    if (!worker) return
    if (kind === 'drain' || kind === 'undrain') this.rotation.setDraining(worker, kind === 'drain')
    else if (kind === 'down') this.rotation.down(worker, 'the play says so')
    else if (kind === 'up') this.rotation.up(worker)
    else this.#leave(worker)
  }

  #leave(worker: WorkerState): void {
    this.rotation.leave(worker)
    this.#strategy.forget?.(worker.id)
    this.#countModels()
    this.admission.serve()
  }

  #countModels(): void {
    const models = this.rotation.workers.flatMap(({ worker }) => worker.model ?? [])
    this.#models = new Set(models)
  }

  /** What must be true at every moment. */
  #check(): void {
    const nowMs = this.clock.nowMs()
    const waiting = this.stays.filter(({ end }) => end === undefined)
    const first = waiting.filter(({ isReturned }) => !isReturned)
    const { maxQueue, queueTimeoutMs } = this.#play
    if (this.admission.queued !== waiting.length) this.faults.push('the queue has lost count')
    if (first.length > maxQueue) this.faults.push(`${first.length} wait, more than max_queue`)
    for (const { enteredMs } of waiting) {
      if (nowMs - enteredMs > queueTimeoutMs + 1e-6) this.faults.push('someone waits for too long')
    }
    for (const worker of this.rotation.workers) this.#checkIdleness(worker, waiting, nowMs)
  }

  #checkIdleness(worker: WorkerState, waiting: readonly Stay[], nowMs: number): void {
    const { maxConcurrentRequests: all } = worker.worker
    // A slot that time alone frees is found a moment later.
    const slots = Math.min(worker.health.slots(all, nowMs), worker.health.slots(all, nowMs - 0.02))
    if (worker.inFlight >= slots) return
    const who = waiting.find(({ role }) => canServe(worker, role, this.#models))
    if (who) this.faults.push(`${worker.id} idles at ${nowMs} while a request waits for it`)
  }
}

/** A caller of the simulation. */
export class Role implements Ticket {
  waiting: Ticket['waiting']
  readonly plan: RequestPlan
  readonly view: { readonly path: string; readonly affinityKey: string | undefined }
  readonly model: string | undefined
  readonly tried: WorkerState[] = []
  readonly isRetriable: boolean
  /** Its ends, of which there must be exactly one. */
  readonly ends: string[] = []
  readonly #stage: Stage
  #stay: Stay | undefined
  #cancelEnd: (() => void) | undefined
  #worker: WorkerState | undefined
  #attempts = 0

  constructor(stage: Stage, plan: RequestPlan) {
    this.#stage = stage
    this.plan = plan
    this.view = { path: '/v1/completions', affinityKey: plan.affinityKey }
    this.model = plan.model
    this.isRetriable = plan.isRetriable
  }

  arrive(): void {
    this.#enter(false)
  }

  goAway(): void {
    if (this.ends.length > 0) return
    this.ends.push('left')
    if (this.#stay) {
      if (!this.#stage.admission.leave(this)) this.#stage.faults.push('who left did not wait')
      this.#endStay('left')
    }
    this.#cancelEnd?.()
    this.#giveBack()
  }

  granted(worker: WorkerState): void {
    const { faults, clock, rotation } = this.#stage
    const stay = this.#endStay('granted')
    if (stay) stay.worker = worker.id
    if (stay) this.#countOvertaken(stay)
    if (!rotation.workers.includes(worker))
      faults.push(`${worker.id} has left and is given a request`)
    if (this.tried.includes(worker)) faults.push(`${worker.id} is tried twice`)
    const { maxConcurrentRequests: all } = worker.worker
    if (worker.inFlight > all) faults.push(`${worker.id} has more than its slots`)
    if (worker.inFlight > worker.health.slots(all, clock.nowMs())) {
      faults.push(`${worker.id} has more than the slots it may use now`)
    }
    this.tried.push(worker)
    this.#attempts += 1
    this.#worker = worker
    const { fates } = this.plan
    const { fate, afterMs } = fates[Math.min(this.#attempts, fates.length) - 1]!
    const [startMs, inFlight] = [clock.nowMs(), worker.inFlight]
    this.#cancelEnd = clock.after(afterMs, () => {
      if (fate !== 'aborted') this.#stage.observe(worker, startMs, fate === 'served', inFlight)
      this.#settle(fate, worker, startMs)
    })
  }

  denied(error: Error): void {
    const stay = this.#endStay('denied')
    if (stay) stay.code = (error as NodeJS.ErrnoException).code ?? error.name
    this.ends.push('denied')
  }

  #enter(isReturned: boolean): void {
    const { clock, admission, stays } = this.#stage
    this.#stay = { role: this, isReturned, enteredMs: clock.nowMs(), overtaken: 0 }
    stays.push(this.#stay)
    admission.enter(this, isReturned)
  }

  #endStay(end: 'granted' | 'denied' | 'left'): Stay | undefined {
    const stay = this.#stay
    this.#stay = undefined
    if (!stay) {
      this.#stage.faults.push(`someone who does not wait is ${end}`)
      return undefined
    }
    stay.end = end
    stay.endedMs = this.#stage.clock.nowMs()
    return stay
  }

  /** Every earlier waiting one of the same kind has been overtaken. */
  #countOvertaken(mine: Stay): void {
    if (mine.isReturned) return
    for (const stay of this.#stage.stays) {
      if (stay === mine) return
      if (stay.end === undefined && !stay.isReturned && stay.role.model === this.model) {
        stay.overtaken += 1
      }
    }
  }

  #settle(fate: Fate, worker: WorkerState, sentMs: number): void {
    const { rotation, admission } = this.#stage
    if (fate === 'served') rotation.served(worker)
    if (fate === 'failed') rotation.failed(worker, sentMs)
    if (fate === 'limited') rotation.limited(worker, 50, 429)
    this.#giveBack()
    const isAgain = (fate === 'failed' && this.isRetriable) || fate === 'limited'
    if (isAgain && admission.hasAnother(this)) this.#enter(true)
    else this.ends.push(fate)
  }

  #giveBack(): void {
    const worker = this.#worker
    this.#worker = undefined
    if (worker) this.#stage.admission.release(worker)
  }
}

/** Mulberry32: the same numbers for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
