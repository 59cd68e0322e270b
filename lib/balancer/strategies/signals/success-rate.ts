import { type Moment, staleness } from './staleness.ts'

/** The weight of one attempt: after three failures in a row a third is left. */
const gain = 0.3

/** Failures fade with this time constant. */
const forgiveMs = 10_000

/** So that workers that always fail can still be compared with each other. */
const minRate = 0.05

/**
 * The fraction of a worker's attempts that succeed, with the latest weighted most; without attempts it
 * returns to 1.
 */
export class SuccessRate {
  #failing = 0
  #since: Moment = { nowMs: 0, rounds: 0 }

  observe(isOk: boolean, moment: Moment): void {
    const failing = this.#failingAt(moment)
    this.#failing = failing + gain * ((isOk ? 0 : 1) - failing)
    this.#since = moment
  }

  at(moment: Moment): number {
    return this.#failing === 0 ? 1 : Math.max(minRate, 1 - this.#failingAt(moment))
  }

  #failingAt(moment: Moment): number {
    if (this.#failing === 0) return 0
    return this.#failing * Math.exp(-staleness(this.#since, moment, forgiveMs))
  }
}
