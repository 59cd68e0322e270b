import type { Sample } from '../../load/series.ts'

/** Times of events in any order, as far as their mean rate needs them. */
class Events {
  #count = 0
  #firstMs = Number.POSITIVE_INFINITY
  #lastMs = Number.NEGATIVE_INFINITY

  add(ms: number): void {
    this.#count += 1
    if (ms < this.#firstMs) this.#firstMs = ms
    if (ms > this.#lastMs) this.#lastMs = ms
  }

  /**
   * From the first to the last one, of which n have n - 1 gaps between them. Undefined below two.
   * @param further events in the same time that were not noted
   */
  perSecond(further = 0): number | undefined {
    const gaps = this.#count + further - 1
    const tookMs = this.#lastMs - this.#firstMs
    return this.#count < 2 || tookMs <= 0 ? undefined : (gaps / tookMs) * 1_000
  }
}

/**
 * How fast requests became due, and how fast successful responses came. Each by its own times: a cluster that
 * keeps up gives responses at the rate of the requests, only later; the throughput over the whole load
 * would have the wait for the last response in it, and call every short load a shortfall.
 */
export class Pace {
  readonly #due = new Events()
  readonly #answered = new Events()

  record({ answer, intendedMs }: Sample): void {
    this.#due.add(intendedMs)
    if (answer.isValid) this.#answered.add(answer.endMs)
  }

  /**
   * Rates per second, and the second as percentage of the first; undefined where fewer than two tell.
   * @param dropped requests that were due and not sent
   */
  metrics(dropped: number) {
    const offered = this.#due.perSecond(dropped)
    const answered = this.#answered.perSecond()
    return {
      offered_rate: offered,
      achieved:
        offered === undefined || answered === undefined ? undefined : (answered / offered) * 100,
    }
  }
}
