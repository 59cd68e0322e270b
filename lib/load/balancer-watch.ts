import type { Balancer } from '../balancer/balancer.ts'
import type { BalancerEvent, RequestSummary } from '../balancer/events.ts'
import { ErrorMessages } from './error-messages.ts'
import { InFlightCount } from './in-flight-count.ts'

/** One attempt on a worker: when it took a slot and when it freed it. */
export interface AttemptTimes {
  readonly workerId: string
  readonly startMs: number
  readonly endMs: number
  readonly isOk: boolean
}

/**
 * Records what a balancer does during a load, from its events only: attempts per worker, requests in flight
 * on each worker, and the outcome of each request.
 */
export class BalancerWatch {
  /** In order of their ends. */
  readonly requests: RequestSummary[] = []
  /** In order of their ends. */
  readonly attempts: AttemptTimes[] = []
  /** All events but those of single requests. */
  readonly decisions: BalancerEvent[] = []
  retries = 0
  /** Error messages of workers. */
  readonly said = new ErrorMessages()
  readonly #inFlight: InFlightCount
  readonly #started = new Map<string, number>()
  readonly #unsubscribe: () => void
  readonly #waiting: (() => boolean)[] = []

  constructor(balancer: Balancer) {
    this.#inFlight = new InFlightCount(balancer.stats().workers)
    this.#unsubscribe = balancer.onEvent((event) => this.#note(event))
  }

  /** How often a worker had more requests in flight than slots. */
  get slotsExceeded(): number {
    return this.#inFlight.slotsExceeded
  }

  /** The maximum number of requests in flight of each worker. */
  get maxInFlight(): ReadonlyMap<string, number> {
    return this.#inFlight.most
  }

  /** Discards everything so far: a warm-up does not count. */
  reset(): void {
    this.requests.length = 0
    this.attempts.length = 0
    this.decisions.length = 0
    this.retries = 0
    this.said.reset()
    this.#inFlight.reset()
  }

  /**
   * The first matching event, of those recorded and those to come; undefined once the signal ends the wait.
   */
  async until<E extends BalancerEvent>(
    fits: (event: BalancerEvent) => event is E,
    signal: AbortSignal,
  ): Promise<E | undefined> {
    const known = this.decisions.find(fits)
    if (known || signal.aborted) return known
    return new Promise((resolve) => {
      const stop = () => resolve(undefined)
      signal.addEventListener('abort', stop, { once: true })
      this.#waiting.push(() => {
        const last = this.decisions.at(-1)
        if (!last || !fits(last)) return false
        signal.removeEventListener('abort', stop)
        resolve(last)
        return true
      })
    })
  }

  close(): void {
    this.#unsubscribe()
  }

  #note(event: BalancerEvent): void {
    this.#inFlight.note(event)
    switch (event.type) {
      case 'queued':
        return
      case 'sent':
        this.#started.set(`${event.requestId} ${event.workerId}`, event.atMs)
        return
      case 'settled':
        this.#settled(event)
        return
      case 'end':
        this.requests.push(event.request)
        return
      case 'retry':
        this.retries += 1
        return
      case 'error_response':
        this.said.note(event)
        return
      default:
        this.#decided(event)
    }
  }

  #decided(event: BalancerEvent): void {
    this.decisions.push(event)
    const waiting = this.#waiting.splice(0)
    this.#waiting.push(...waiting.filter((isMet) => !isMet()))
  }

  #settled({ requestId, workerId, result, atMs }: BalancerEvent & { type: 'settled' }): void {
    const key = `${requestId} ${workerId}`
    const startMs = this.#started.get(key)
    this.#started.delete(key)
    if (startMs === undefined) return
    this.attempts.push({ workerId, startMs, endMs: atMs, isOk: result === 'ok' })
  }
}
