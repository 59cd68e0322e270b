import type { Candidate } from './strategy.ts'

/**
 * Whose turn it is: of workers that are equally good, the one that was picked longest ago, and before all
 * of them one that was never picked. With the same workers tied each time this is strict rotation, and
 * who was passed over while busy is next. A newcomer or one that returns shifts nobody else's place.
 */
export class Turns {
  readonly #lastTurn = new Map<string, number>()
  #turn = 0

  /** The turn it had last, 0 for none; the lower, the sooner it is next. */
  lastOf(workerId: string): number {
    return this.#lastTurn.get(workerId) ?? 0
  }

  take(workerId: string): void {
    this.#turn += 1
    this.#lastTurn.set(workerId, this.#turn)
  }

  forget(workerId: string): void {
    this.#lastTurn.delete(workerId)
  }

  /** The one with the lowest score; among equals, and those within `tolerance` of it, whose turn it is. */
  pickLowest(
    free: readonly Candidate[],
    scoreOf: (candidate: Candidate) => number,
    tolerance = 0,
  ): Candidate {
    let lowest = Number.POSITIVE_INFINITY
    for (let index = 0; index < free.length; index++) {
      const score = scoreOf(free[index]!)
      this.#scores[index] = score
      if (score < lowest) lowest = score
    }
    const limit = lowest * (1 + tolerance)
    let picked = free[0]!
    let pickedTurn = Number.POSITIVE_INFINITY
    for (let index = 0; index < free.length; index++) {
      if (!(this.#scores[index]! <= limit)) continue
      const turn = this.lastOf(free[index]!.id)
      if (turn >= pickedTurn) continue
      picked = free[index]!
      pickedTurn = turn
    }
    this.take(picked.id)
    return picked
  }

  /** Of the pick in flight; kept, so that a pick allocates nothing. */
  readonly #scores: number[] = []
}
