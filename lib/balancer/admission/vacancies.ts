import type { Clock } from '../clock.ts'
import { InvalidPick } from '../strategies/from-function.ts'
import type { Strategy } from '../strategies/strategy.ts'
import { WorkerState } from '../worker/worker-state.ts'
import { OrderedWorkers } from './ordered-workers.ts'
import type { Models } from './served-models.ts'
import { canServe, hasModel, type Ticket } from './ticket.ts'

export interface VacanciesOptions {
  readonly workers: () => readonly WorkerState[]
  /** Models that decide which workers can serve a request. */
  readonly models: () => Models
  readonly strategy: Strategy
  readonly clock: Clock
}

/**
 * The workers that accept requests now and their free slots: picks one for a request. It looks only at workers that
 * have changed, because with many workers most have not.
 */
export class Vacancies {
  readonly #options: VacanciesOptions
  /** Those that it knows. */
  #workers: readonly WorkerState[] = []
  /** Those that have changed since it last looked. */
  readonly #changed: WorkerState[] = []
  /** Those whose slots change by time alone. */
  readonly #unsteady = new OrderedWorkers()
  readonly #rotation = new OrderedWorkers()
  readonly #free = new OrderedWorkers()
  /** When the free workers were last determined. */
  lookedMs = Number.NEGATIVE_INFINITY

  constructor(options: VacanciesOptions) {
    this.#options = options
  }

  /** Updates everything that depends on the workers. */
  look(): void {
    const nowMs = this.#options.clock.nowMs()
    this.lookedMs = nowMs
    const workers = this.#options.workers()
    if (workers !== this.#workers) this.#adopt(workers)
    const { all } = this.#unsteady
    for (let index = all.length - 1; index >= 0; index--) this.#update(all[index]!, nowMs)
    for (let worker = this.#changed.pop(); worker; worker = this.#changed.pop()) {
      worker.isMarked = false
      this.#update(worker, nowMs)
    }
  }

  get isEmpty(): boolean {
    return this.#free.isEmpty
  }

  /** The workers that may get more slots by time alone. */
  get unsteady(): readonly WorkerState[] {
    const { all } = this.#unsteady
    return this.#changed.length === 0 ? all : [...all, ...this.#changed]
  }

  #adopt(workers: readonly WorkerState[]): void {
    for (const worker of this.#workers) worker.onChange = undefined
    for (const each of [this.#unsteady, this.#rotation, this.#free]) each.clear()
    this.#workers = workers
    this.#changed.length = 0
    for (const [place, worker] of workers.entries()) {
      worker.place = place
      worker.isMarked = true
      worker.onChange = this.#mark
      this.#changed.push(worker)
    }
  }

  readonly #mark = (worker: WorkerState): void => {
    this.#changed.push(worker)
  }

  #update(worker: WorkerState, nowMs: number): void {
    const isAccepting = worker.refresh(nowMs)
    this.#rotation.set(worker, isAccepting)
    this.#free.set(worker, isAccepting && worker.hasFreeSlot)
    this.#unsteady.set(worker, !worker.isSteady)
  }

  hasFor(ticket: Ticket): boolean {
    const models = this.#options.models()
    return this.#free.all.some((worker) => canServe(worker, ticket, models))
  }

  /** Whether a worker that accepts requests could serve it, now or once it has a free slot. */
  isServed(ticket: Ticket): boolean {
    const models = this.#options.models()
    return this.#rotation.all.some((worker) => canServe(worker, ticket, models))
  }

  /** Whether the strategy wants this request for one of the free slots before those ahead of it. */
  isPreferred(ticket: Ticket): boolean {
    const { strategy, models } = this.#options
    const rotation = this.#rotationFor(ticket)
    return this.#free.all.some(
      (worker) =>
        canServe(worker, ticket, models()) && strategy.prefers?.(worker, ticket.view, rotation),
    )
  }

  /** Picks a worker among the free ones and takes one of its slots. */
  take(ticket: Ticket): WorkerState | undefined {
    const models = this.#options.models()
    const isAnyoneFit = ticket.tried.length === 0 && ticket.model === undefined
    const free = isAnyoneFit
      ? this.#free.all
      : this.#free.all.filter((worker) => canServe(worker, ticket, models))
    if (free.length === 0) return undefined
    const picked = this.#pick(free, ticket)
    picked.take()
    return picked
  }

  #pick(free: readonly WorkerState[], ticket: Ticket): WorkerState {
    // One on trial is not steady.
    const onTrial = this.#unsteady.isEmpty ? undefined : free.find((worker) => worker.isOnTrial)
    if (onTrial && ticket.isRetriable) return onTrial
    // A request that cannot be resent goes to a worker on trial only if no other is free.
    const well = onTrial ? free.filter((worker) => !worker.isOnTrial) : free
    const candidates = well.length > 0 ? well : free
    const { strategy } = this.#options
    const picked = strategy.pick(candidates, ticket.view, this.#rotationFor(ticket)) as WorkerState
    const isAll = candidates === this.#free.all && picked instanceof WorkerState
    if (isAll ? this.#free.has(picked) : candidates.includes(picked)) return picked
    throw new InvalidPick(
      strategy.name,
      picked,
      candidates.map(({ id }) => id),
    )
  }

  /** The workers among which the strategy sees the free ones: all that have the model. */
  #rotationFor({ model }: Ticket): readonly WorkerState[] {
    if (model === undefined || !this.#options.models().has(model)) return this.#rotation.all
    return this.#rotation.all.filter((worker) => hasModel(worker, model))
  }
}
