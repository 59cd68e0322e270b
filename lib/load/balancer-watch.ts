import type { Balancer } from '../balancer/balancer.ts'
import type { BalancerEvent, RequestSummary } from '../balancer/events.ts'

/** One attempt on a worker: when it took a slot and gave it back. */
export interface AttemptTimes {
  readonly workerId: string
  readonly startMs: number
  readonly endMs: number
  readonly isOk: boolean
}

/**
 * Writes down what a balancer does while a load runs, from its events alone: who was sent what, how
 * many were under way on each worker at once, and what became of each request.
 */
export class BalancerWatch {
  /** In order of their ends. */
  readonly requests: RequestSummary[] = []
  /** In order of their ends. */
  readonly attempts: AttemptTimes[] = []
  /** All but those of single requests. */
  readonly decisions: BalancerEvent[] = []
  /** How often a worker had more under way than its slots, counted from the events. */
  slotsExceeded = 0
  retries = 0
  readonly mostInFlight = new Map<string, number>()
  readonly #slots: ReadonlyMap<string, number>
  readonly #inFlight = new Map<string, number>()
  readonly #started = new Map<string, number>()
  readonly #unsubscribe: () => void
  readonly #waiting: (() => boolean)[] = []

  constructor(balancer: Balancer) {
    this.#slots = new Map(balancer.stats().workers.map(({ id, slots }) => [id, slots]))
    this.#unsubscribe = balancer.onEvent((event) => this.#note(event))
  }

  /** Forgets what was so far: a warm-up is not counted. */
  reset(): void {
    this.requests.length = 0
    this.attempts.length = 0
    this.decisions.length = 0
    this.slotsExceeded = 0
    this.retries = 0
    this.mostInFlight.clear()
  }

  /** The first event that fits, of those noted and those to come; undefined once the signal ends the wait. */
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
    switch (event.type) {
      case 'queued':
        return
      case 'sent':
        this.#sent(event.workerId, `${event.requestId} ${event.workerId}`, event.atMs)
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
      default:
        this.#decided(event)
    }
  }

  #decided(event: BalancerEvent): void {
    this.decisions.push(event)
    const waiting = this.#waiting.splice(0)
    this.#waiting.push(...waiting.filter((isMet) => !isMet()))
  }

  #sent(workerId: string, key: string, atMs: number): void {
    const inFlight = (this.#inFlight.get(workerId) ?? 0) + 1
    this.#inFlight.set(workerId, inFlight)
    this.#started.set(key, atMs)
    if (inFlight > (this.#slots.get(workerId) ?? 0)) this.slotsExceeded += 1
    if (inFlight > (this.mostInFlight.get(workerId) ?? 0)) this.mostInFlight.set(workerId, inFlight)
  }

  #settled({ requestId, workerId, result, atMs }: BalancerEvent & { type: 'settled' }): void {
    const key = `${requestId} ${workerId}`
    const startMs = this.#started.get(key)
    this.#started.delete(key)
    this.#inFlight.set(workerId, (this.#inFlight.get(workerId) ?? 0) - 1)
    if (startMs === undefined) return
    this.attempts.push({ workerId, startMs, endMs: atMs, isOk: result === 'ok' })
  }
}
