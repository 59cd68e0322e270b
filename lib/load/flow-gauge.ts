/** How many requests are in flight, over time. */
export class FlowGauge {
  readonly #asked: number
  #now = 0
  #max = 0
  #sinceMs: number
  readonly #startMs: number
  #area = 0
  /** When the target was first reached, and the area until then. */
  #filledMs: number
  #areaAtFilled = 0
  /** Up to the last start: at the end of a load the number falls, which shows nothing about the client. */
  #areaAtLastStart = 0
  #lastStartMs: number

  /**
   * @param asked target number in flight; the time until it is reached is not counted by
   * `meanUntilLastStart`
   */
  constructor(startMs: number, asked = 0) {
    this.#asked = asked
    this.#startMs = startMs
    this.#sinceMs = startMs
    this.#filledMs = startMs
    this.#lastStartMs = startMs
  }

  get most(): number {
    return this.#max
  }

  /** Mean number in flight from the start until now. */
  mean(nowMs: number): number {
    const tookMs = nowMs - this.#startMs
    return tookMs > 0 ? (this.#area + this.#now * (nowMs - this.#sinceMs)) / tookMs : this.#now
  }

  /** Mean number in flight, until the last one started. */
  get meanUntilLastStart(): number {
    const tookMs = this.#lastStartMs - this.#filledMs
    return tookMs > 0 ? (this.#areaAtLastStart - this.#areaAtFilled) / tookMs : this.#max
  }

  enter(nowMs: number): void {
    this.#advance(nowMs)
    this.#areaAtLastStart = this.#area
    this.#lastStartMs = nowMs
    this.#now += 1
    if (this.#now <= this.#max) return
    this.#max = this.#now
    if (this.#max !== this.#asked) return
    this.#filledMs = nowMs
    this.#areaAtFilled = this.#area
  }

  leave(nowMs: number): void {
    this.#advance(nowMs)
    this.#now -= 1
  }

  #advance(nowMs: number): void {
    this.#area += this.#now * (nowMs - this.#sinceMs)
    this.#sinceMs = nowMs
  }
}
