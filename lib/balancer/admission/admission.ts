import { DeadlineLine } from '../deadline-line.ts'
import { BalancerError } from '../errors.ts'
import type { WorkerState } from '../worker/worker-state.ts'
import { backInMs } from './back-in.ts'
import { slotsInWords } from './slots-in-words.ts'
import { canServe, type Ticket } from './ticket.ts'
import { Vacancies, type VacanciesOptions } from './vacancies.ts'
import { Waiting } from './waiting.ts'
import { WaitingLine } from './waiting-line.ts'
import { WakeUp } from './wake-up.ts'

export interface AdmissionOptions extends VacanciesOptions {
  readonly maxQueue: number
  readonly queueTimeoutMs: number
  /** Called when the waiting line becomes empty. */
  readonly onEmpty: () => void
}

/** How many waiting requests a strategy may look at, and how often each may be overtaken. */
const lookahead = 16

/**
 * Assigns slots. A request is bound to a worker only at the moment when a slot is free; until then it waits
 * in one central queue, first in, first out. So no worker ever has more than its slots, and none is idle
 * while a request waits that it could serve.
 */
export class Admission {
  readonly #options: AdmissionOptions
  /** Lines by the model that decides; undefined is the line of requests that any worker can serve. */
  readonly #lines = new Map<string | undefined, WaitingLine<Waiting>>()
  /** Requests that a failed worker gave back: they have waited already. */
  readonly #returned = new WaitingLine<Waiting>()
  readonly #deadlines: DeadlineLine
  #queued = 0
  readonly #vacancies: Vacancies
  readonly #wakeUp: WakeUp
  #sequence = 0
  #isClosed = false

  constructor(options: AdmissionOptions) {
    this.#options = options
    this.#deadlines = new DeadlineLine(options.clock, options.queueTimeoutMs)
    this.#vacancies = new Vacancies(options)
    this.#wakeUp = new WakeUp(options.clock, () => this.serve())
  }

  get queued(): number {
    return this.#queued
  }

  /** Requests a slot: granted at once, later, or denied. */
  enter(ticket: Ticket, isReturned = false): void {
    // Every waiting request that could be served has been; still, none may overtake those of the same line.
    // Retried requests differ in the workers that they have tried.
    const known = isReturned ? this.#returned : this.#lines.get(ticket.model)
    if ((isReturned || !known?.length) && this.#offer(ticket)) return
    const { maxQueue } = this.#options
    if (!isReturned && this.#queued >= maxQueue) {
      ticket.denied(this.#refusal('BALANCER_QUEUE_FULL', `${maxQueue} wait already (max_queue)`))
      return
    }
    const line = known ?? this.#openLine(ticket.model)
    const waiting = new Waiting(ticket, line, this.#sequence++, this.#expire)
    waiting.deadline = this.#deadlines.start(waiting)
    ticket.waiting = waiting
    this.#queued += 1
    line.push(waiting)
    this.#wakeUp.plan(this.#vacancies.unsteady, this.#vacancies.lookedMs)
  }

  /** The caller disconnected. Returns whether the request was still waiting. */
  leave(ticket: Ticket): boolean {
    const { waiting } = ticket
    if (!waiting) return false
    ticket.waiting = undefined
    this.#queued -= 1
    if (waiting.deadline) this.#deadlines.stop(waiting.deadline)
    waiting.line.remove(waiting)
    // Callers may write a model name in several equivalent ways.
    const isEmptied = waiting.line.length === 0 && waiting.line !== this.#returned
    if (isEmptied) this.#lines.delete(ticket.model)
    if (this.#queued === 0) {
      this.#wakeUp.cancel()
      this.#options.onEmpty()
    }
    return true
  }

  /** A slot of this worker is free again. */
  release(worker: WorkerState): void {
    worker.giveBack()
    if (this.#queued > 0) this.serve()
  }

  /** Assigns free slots to waiting requests, after anything that may have freed one. */
  serve(): void {
    while (this.#queued > 0 && !this.#isClosed) {
      this.#vacancies.look()
      if (this.#vacancies.isEmpty || !this.#serveOne()) break
    }
    if (this.#queued > 0 && !this.#isClosed)
      this.#wakeUp.plan(this.#vacancies.unsteady, this.#vacancies.lookedMs)
  }

  /**
   * Whether a worker that has not failed the request could serve it: one in rotation, or one whose limit
   * ends soon.
   */
  hasAnother(ticket: Ticket): boolean {
    const { clock, workers, models, queueTimeoutMs } = this.#options
    const nowMs = clock.nowMs()
    return workers().some((worker) => {
      if (!canServe(worker, ticket, models())) return false
      if (worker.refresh(nowMs)) return true
      const isLimited = worker.state(nowMs) === 'limited'
      return isLimited && (worker.nextChangeMs(nowMs) ?? 0) - nowMs < queueTimeoutMs
    })
  }

  /** A free slot on a worker that has not been tried, without waiting: for a hedge. */
  takeAnother(ticket: Ticket): WorkerState | undefined {
    if (this.#queued > 0) return undefined
    this.#vacancies.look()
    return this.#vacancies.take(ticket)
  }

  /** Assigns no further slots; all waiting requests are denied. */
  close(): void {
    this.#isClosed = true
    this.#wakeUp.cancel()
  }

  #openLine(model: string | undefined): WaitingLine<Waiting> {
    const line = new WaitingLine<Waiting>()
    this.#lines.set(model, line)
    return line
  }

  /** Returns whether the request does not have to wait. */
  #offer(ticket: Ticket): boolean {
    this.#vacancies.look()
    if (this.#vacancies.isEmpty) return false
    let worker: WorkerState | undefined
    try {
      worker = this.#vacancies.take(ticket)
    } catch (error) {
      ticket.denied(error as Error)
      return true
    }
    if (!worker) return false
    ticket.granted(worker)
    return true
  }

  /** Serves the next request that a free worker can serve. */
  #serveOne(): boolean {
    if (this.#serveFirstOf(this.#returned)) return true
    for (const line of this.#linesByArrival()) if (this.#serveFirstOf(line)) return true
    return false
  }

  #serveFirstOf(line: WaitingLine<Waiting>): boolean {
    if (line.length === 0) return false
    let ticket: Ticket | undefined
    let worker: WorkerState | undefined
    try {
      ticket = this.#nextOf(line)?.ticket
      worker = ticket && this.#vacancies.take(ticket)
    } catch (error) {
      // A strategy of the user threw; the request that it should have placed fails.
      ticket ??= line.first?.ticket
      if (ticket) this.leave(ticket)
      ticket?.denied(error as Error)
      return true
    }
    if (!ticket || !worker) return false
    this.leave(ticket)
    ticket.granted(worker)
    return true
  }

  #linesByArrival(): Iterable<WaitingLine<Waiting>> {
    if (this.#lines.size < 2) return this.#lines.values()
    const lines = [...this.#lines.values()].filter((line) => line.length > 0)
    return lines.sort((a, b) => (a.first?.sequence ?? 0) - (b.first?.sequence ?? 0))
  }

  /** The first request that a free worker can serve, or a later one that the strategy prefers there. */
  #nextOf(line: WaitingLine<Waiting>): Waiting | undefined {
    const servable = this.#servableOf(line)
    const [first] = servable
    if (!first || !this.#options.strategy.prefers || first.overtaken >= lookahead) return first
    const index = servable.findIndex((waiting) => this.#vacancies.isPreferred(waiting.ticket))
    for (const passed of servable.slice(0, Math.max(0, index))) passed.overtaken += 1
    return servable[index] ?? first
  }

  /** The first requests of a line, as many as may be looked at. */
  #servableOf(line: WaitingLine<Waiting>): Waiting[] {
    const most = this.#options.strategy.prefers ? lookahead : 1
    const servable: Waiting[] = []
    for (const waiting of line) {
      if (this.#vacancies.hasFor(waiting.ticket)) servable.push(waiting)
      // Requests of one line need the same model; only retried ones differ in the workers that they have
      // tried.
      else if (line !== this.#returned) break
      if (servable.length >= most) break
    }
    return servable
  }

  readonly #expire = (ticket: Ticket): void => {
    if (!this.leave(ticket)) return
    const waited = `${this.#options.queueTimeoutMs}ms (queue_timeout)`
    this.#vacancies.look()
    ticket.denied(
      this.#vacancies.isServed(ticket)
        ? this.#refusal('BALANCER_QUEUE_TIMEOUT', `no slot was free within ${waited}`)
        : this.#refusal(
            'BALANCER_NO_WORKER',
            `no eligible worker accepted requests within ${waited}`,
          ),
    )
  }

  #refusal(code: BalancerError['code'], what: string): BalancerError {
    const { workers, clock } = this.#options
    const message = `${what}: ${slotsInWords(workers(), clock.nowMs())}`
    const retryAfterMs = Math.max(1_000, backInMs(workers(), clock.nowMs()))
    return new BalancerError(code, message, { retryAfterMs })
  }
}
