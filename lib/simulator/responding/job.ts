import { ApiError, LoadingError } from '../front/openai-errors.ts'
import type { RequestContent } from '../front/request-content.ts'
import type { RequestOutcome } from '../ledger.ts'
import { modelOf } from '../worker-parts.ts'
import { type Plan, planOf } from './plan.ts'
import type { Waiting } from './service-queue.ts'
import type { Timed } from './timetable.ts'
import type { Visit } from './visit.ts'

/** A parsed request: waits for a slot, is served, and frees the slot. */
export abstract class Job implements Waiting, Timed {
  next: Waiting | undefined = undefined
  previous: Waiting | undefined = undefined
  dueMs = 0
  place = -1
  protected readonly visit: Visit
  protected readonly asked: RequestContent
  protected readonly plan: Plan
  #phase: 'waiting' | 'serving' | 'over' = 'waiting'
  readonly #enteredMs = performance.now()

  /** @throws ApiError if the worker accepts nothing at the moment */
  constructor(visit: Visit, asked: RequestContent) {
    const { parts } = visit
    if (parts.pace.isLoadingAt(this.#enteredMs)) throw new LoadingError()
    if (parts.queue.isFull) throw queueFull()
    this.visit = visit
    this.asked = asked
    this.plan = planOf(parts.behaviour, parts.accepted++)
    visit.job = this
  }

  /** The service of a variant; it starts `coldMs` late. */
  protected abstract begin(nowMs: number, coldMs: number): void
  abstract wake(untilMs: number): void

  enter(): void {
    this.visit.parts.queue.enter(this)
  }

  start(): void {
    this.#phase = 'serving'
    const { queue, pace, ledger } = this.visit.parts
    const nowMs = performance.now()
    const coldMs = pace.begin(queue.busy, nowMs)
    this.visit.record.startedMs = nowMs - ledger.startedMs
    // Its connection was just cut, and the event is about to arrive.
    if (!this.visit.request.socket.destroyed) this.begin(nowMs, coldMs)
  }

  /** Ends it in any phase, once. */
  end(outcome: RequestOutcome): void {
    const phase = this.#phase
    if (phase === 'over') return
    this.#phase = 'over'
    const { queue, pace, timetable } = this.visit.parts
    timetable.cancel(this)
    this.visit.over(outcome)
    if (phase === 'waiting') {
      queue.remove(this)
      return
    }
    queue.leave()
    pace.end(queue.busy, performance.now())
  }

  /** The current slowdown factor of all planned times. */
  protected factorAt(nowMs: number): number {
    const { parts, fault } = this.visit
    const slowness = fault?.kind === 'slow' ? (fault.factor ?? 3) : 1
    return slowness * parts.pace.factorAt(parts.queue.busy, nowMs)
  }

  protected firstTokenMs(factor: number, coldMs: number): number {
    const promptMs = this.asked.promptTokens * this.visit.parts.behaviour.promptTokenTimeMs
    return coldMs + factor * (promptMs + this.plan.firstTokenMs)
  }

  protected get head() {
    const { parts, record, fault, workerId } = this.visit
    return { id: `${workerId}-${record.index}`, model: modelOf(parts, fault) }
  }

  protected get queueHeader() {
    const { record, parts } = this.visit
    const startedMs = (record.startedMs ?? 0) + parts.ledger.startedMs
    return { 'x-clustergate-queue-ms': (startedMs - this.#enteredMs).toFixed(1) }
  }
}

function queueFull(): ApiError {
  const message = 'The queue is full; try again later.'
  return new ApiError(503, message, 'queue_full', { 'retry-after': '1' })
}
