import type { Fault } from '../../cluster/cluster.ts'
import { seededRandom, seedOf } from '../../stats/seeded-random.ts'
import { faultKinds, isOfSocket } from './fault-kinds.ts'

/** The faults of a worker: which are active, and which of them affects a request. */
export class FaultSwitch {
  readonly #seed: number
  readonly #onChange: (active: readonly Fault[]) => void
  readonly #timers = new Set<NodeJS.Timeout>()
  /** In the order of precedence, each with a number for its own random draws. */
  #active: { readonly fault: Fault; readonly salt: number }[] = []
  #salts = 0
  #switched: NodeJS.Timeout | undefined

  /** @param onChange called with the active faults, after each change */
  constructor(seed: number, onChange: (active: readonly Fault[]) => void) {
    this.#seed = seed
    this.#onChange = onChange
  }

  get active(): readonly Fault[] {
    return this.#active.map(({ fault }) => fault)
  }

  /** Schedules the start and the end of a fault. */
  schedule(fault: Fault): void {
    this.#begin(fault)
  }

  /** Ends active faults and, given a fault, starts it; scheduled faults remain. */
  set(fault: Fault | undefined): void {
    if (this.#switched) this.#timers.delete(this.#switched)
    clearTimeout(this.#switched)
    this.#switched = undefined
    if (this.#active.length > 0) {
      this.#active = []
      this.#report()
    }
    if (fault) this.#switched = this.#begin(fault)
  }

  /**
   * The fault that affects a request, if any: the same for the same seed and number.
   * @param number of the request among those of its kind
   */
  meet(number: number, isGeneration: boolean): Fault | undefined {
    for (const { fault, salt } of this.#active) {
      const scope = fault.scope ?? faultKinds[fault.kind].scope
      if (scope === 'generation' && !isGeneration) continue
      if (this.#isDrawn(fault, salt, isGeneration ? 2 * number : 2 * number + 1)) return fault
    }
    return undefined
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#active = []
  }

  #begin(fault: Fault): NodeJS.Timeout | undefined {
    const salt = this.#salts++
    // Whether the socket closes is drawn once, not for each request.
    if (isOfSocket(fault) && !this.#isDrawn(fault, salt, 0)) return undefined
    const entry = { fault, salt }
    const begin = () => {
      this.#active.push(entry)
      this.#report()
      if (fault.forMs !== undefined) this.#after(fault.forMs, () => this.#end(entry))
    }
    if (fault.afterMs) return this.#after(fault.afterMs, begin)
    begin()
    return undefined
  }

  #end(entry: { readonly fault: Fault; readonly salt: number }): void {
    if (!this.#active.includes(entry)) return
    this.#active = this.#active.filter((other) => other !== entry)
    this.#report()
  }

  #report(): void {
    this.#onChange(this.active)
  }

  #after(delayMs: number, act: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      act()
    }, delayMs).unref()
    this.#timers.add(timer)
    return timer
  }

  #isDrawn({ probability = 1 }: Fault, salt: number, number: number): boolean {
    if (probability >= 1) return true
    // Far from the numbers that plan the services.
    return seededRandom(seedOf(seedOf(this.#seed, 0x8000_0000 + salt), number))() < probability
  }
}
