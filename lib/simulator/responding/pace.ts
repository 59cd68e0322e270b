import type { Behaviour } from '../behaviour.ts'
import { Heat } from './heat.ts'

/** How fast a worker is at a moment: its speed, its batch, its heat, and what a start costs it. */
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

  /** The worker is as new: it loads its model and is cold. */
  restart(nowMs: number): void {
    this.#startedMs = nowMs
    this.#idleSinceMs = nowMs
    this.#isCold = true
  }

  isLoadingAt(nowMs: number): boolean {
    return nowMs - this.#startedMs < this.#behaviour.loadTimeMs
  }

  /**
   * Notes that a service begins.
   * @param busy how many there are with it
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
   * Notes that a service has ended.
   * @param busy how many are left
   */
  end(busy: number, nowMs: number): void {
    if (busy > 0) return
    this.#heat?.note(false, nowMs)
    this.#idleSinceMs = nowMs
  }

  /**
   * How hot it is and how fast its clock is at a moment, where real hardware would say so: 40 °C and 2 GHz
   * when cold, 85 °C where it begins to get slower, 95 °C at the end. One that never gets slower stays cold.
   */
  heatAt(nowMs: number): { readonly celsius: number; readonly clockHertz: number } {
    const level = this.#heat?.levelAt(nowMs) ?? 0
    const celsius = level <= 1 ? 40 + 45 * level : 85 + 10 * (level - 1)
    return { celsius, clockHertz: 2e9 / (this.#heat?.factorAt(nowMs) ?? 1) }
  }

  /** How many times longer everything takes with so many in service. */
  factorAt(busy: number, nowMs: number): number {
    const { speed, batchSlowdown } = this.#behaviour
    const heat = this.#heat ? this.#heat.factorAt(nowMs) : 1
    return (heat * (1 + batchSlowdown * (busy - 1))) / speed
  }
}
