import type { Clock } from '../clock.ts'
import { InvalidPick } from '../strategies/from-function.ts'
import type { Strategy } from '../strategies/strategy.ts'
import type { WorkerState } from '../worker/worker-state.ts'
import type { Models } from './served-models.ts'
import { canServe, hasModel, type Ticket } from './ticket.ts'

export interface VacanciesOptions {
  readonly workers: () => readonly WorkerState[]
  /** Models that decide which workers can serve a request. */
  readonly models: () => Models
  readonly strategy: Strategy
  readonly clock: Clock
}

/** The workers that accept requests now and their free slots: picks one for a request. */
export class Vacancies {
  readonly #options: VacanciesOptions
  readonly #rotation: WorkerState[] = []
  readonly #free: WorkerState[] = []
  /** When the free workers were last determined. */
  lookedMs = Number.NEGATIVE_INFINITY

  constructor(options: VacanciesOptions) {
    this.#options = options
  }

  /** Updates everything that depends on the workers. */
  look(): void {
    const nowMs = this.#options.clock.nowMs()
    this.lookedMs = nowMs
    this.#free.length = 0
    this.#rotation.length = 0
    for (const worker of this.#options.workers()) {
      if (!worker.refresh(nowMs)) continue
      this.#rotation.push(worker)
      if (worker.hasFreeSlot) this.#free.push(worker)
    }
  }

  get isEmpty(): boolean {
    return this.#free.length === 0
  }

  hasFor(ticket: Ticket): boolean {
    const models = this.#options.models()
    return this.#free.some((worker) => canServe(worker, ticket, models))
  }

  /** Whether a worker that accepts requests could serve it, now or once it has a free slot. */
  isServed(ticket: Ticket): boolean {
    const models = this.#options.models()
    return this.#rotation.some((worker) => canServe(worker, ticket, models))
  }

  /** Whether the strategy wants this request for one of the free slots before those ahead of it. */
  isPreferred(ticket: Ticket): boolean {
    const { strategy, models } = this.#options
    const rotation = this.#rotationFor(ticket)
    return this.#free.some(
      (worker) =>
        canServe(worker, ticket, models()) && strategy.prefers?.(worker, ticket.view, rotation),
    )
  }

  /** Picks a worker among the free ones and takes one of its slots. */
  take(ticket: Ticket): WorkerState | undefined {
    const models = this.#options.models()
    const isAnyoneFit = ticket.tried.length === 0 && ticket.model === undefined
    const free = isAnyoneFit
      ? this.#free
      : this.#free.filter((worker) => canServe(worker, ticket, models))
    if (free.length === 0) return undefined
    const picked = this.#pick(free, ticket)
    picked.take()
    return picked
  }

  #pick(free: readonly WorkerState[], ticket: Ticket): WorkerState {
    const onTrial = free.find((worker) => worker.isOnTrial)
    if (onTrial && ticket.isRetriable) return onTrial
    // A request that cannot be resent goes to a worker on trial only if no other is free.
    const well = onTrial ? free.filter((worker) => !worker.isOnTrial) : free
    const candidates = well.length > 0 ? well : free
    const { strategy } = this.#options
    const picked = strategy.pick(candidates, ticket.view, this.#rotationFor(ticket)) as WorkerState
    if (candidates.includes(picked)) return picked
    throw new InvalidPick(
      strategy.name,
      picked,
      candidates.map(({ id }) => id),
    )
  }

  /** The workers among which the strategy sees the free ones: all that have the model. */
  #rotationFor({ model }: Ticket): readonly WorkerState[] {
    if (model === undefined || !this.#options.models().has(model)) return this.#rotation
    return this.#rotation.filter((worker) => hasModel(worker, model))
  }
}
