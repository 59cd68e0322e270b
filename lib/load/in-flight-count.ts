import type { BalancerEvent } from '../balancer/events.ts'

/** Requests in flight of each worker, counted from the balancer's events only. */
export class InFlightCount {
  /** How often a worker had more requests in flight than slots. */
  slotsExceeded = 0
  readonly most = new Map<string, number>()
  readonly #slots: ReadonlyMap<string, number>
  readonly #now = new Map<string, number>()

  constructor(workers: readonly { readonly id: string; readonly slots: number }[]) {
    this.#slots = new Map(workers.map(({ id, slots }) => [id, slots]))
  }

  note(event: BalancerEvent): void {
    if (event.type === 'sent') this.#sent(event.workerId)
    if (event.type === 'settled') {
      this.#now.set(event.workerId, (this.#now.get(event.workerId) ?? 0) - 1)
    }
  }

  /** Resets the counts; requests in flight stay. */
  reset(): void {
    this.slotsExceeded = 0
    this.most.clear()
  }

  #sent(workerId: string): void {
    const inFlight = (this.#now.get(workerId) ?? 0) + 1
    this.#now.set(workerId, inFlight)
    if (inFlight > (this.#slots.get(workerId) ?? 0)) this.slotsExceeded += 1
    if (inFlight > (this.most.get(workerId) ?? 0)) this.most.set(workerId, inFlight)
  }
}
