import type { Behaviour } from '../behaviour.ts'
import { Heat } from './heat.ts'

/** How fast a worker is at a moment: its speed, its batch, its heat, and the cost of a start. */
export class Pace {
  readonly #behaviour: Behaviour
  readonly #heat: Heat | undefined
  #startedMs: number
  #isCold = true
  #idleSinceMs: number

  constructor(behaviour: Behaviour, nowMs: number) {
    this.#behaviour = behaviour
    this.#heat = behaviour.throttle && new Heat(behaviour.throttle)
    this.#startedMs = nowMs
    this.#idleSinceMs = nowMs
  }

  /** The worker is like new: it loads its model and is cold. */
  restart(nowMs: number): void {
    this.#startedMs = nowMs
    this.#idleSinceMs = nowMs
    this.#isCold = true
  }

  isLoadingAt(nowMs: number): boolean {
    return nowMs - this.#startedMs < this.#behaviour.loadTimeMs
  }

  /**
   * Records that a service begins.
   * @param busy number of services including it
   * @returns the milliseconds that a cold start adds to it
   */
  begin(busy: number, nowMs: number): number {
    this.#heat?.note(true, nowMs)
    const { coldStartMs, coldAfterMs } = this.#behaviour
    const hasCooled = busy === 1 && nowMs - this.#idleSinceMs >= coldAfterMs
    const isCold = this.#isCold || hasCooled
    this.#isCold = false
    return isCold ? coldStartMs : 0
  }

  /**
   * Records that a service has ended.
   * @param busy number of remaining services
   */
  end(busy: number, nowMs: number): void {
    if (busy > 0) return
    this.#heat?.note(false, nowMs)
    this.#idleSinceMs = nowMs
  }

  /**
   * Its temperature and its clock at a moment, as real hardware would report them: 40 °C and 2 GHz when
   * cold, 85 °C when it begins to slow down, 95 °C at the end. A worker that never slows down stays cold.
   */
  heatAt(nowMs: number): { readonly celsius: number; readonly clockHertz: number } {
    const level = this.#heat?.levelAt(nowMs) ?? 0
    const celsius = level <= 1 ? 40 + 45 * level : 85 + 10 * (level - 1)
    return { celsius, clockHertz: 2e9 / (this.#heat?.factorAt(nowMs) ?? 1) }
  }

  /** The slowdown factor with this many in service. */
  factorAt(busy: number, nowMs: number): number {
    const { speed, batchSlowdown } = this.#behaviour
    const heat = this.#heat ? this.#heat.factorAt(nowMs) : 1
    return (heat * (1 + batchSlowdown * (busy - 1))) / speed
  }
}
