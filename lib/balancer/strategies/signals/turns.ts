import type { Candidate } from '../strategy.ts'

/**
 * Turns among equally good workers: the one that was picked longest ago is next, and before all of them one
 * that was never picked. With the same workers tied each time this is strict rotation, and a worker that
 * was skipped while busy is next. A worker that joins or returns does not change the turn of any other.
 */
export class Turns {
  readonly #lastTurn = new Map<string, number>()
  #turn = 0

  /** The number of its last turn, 0 for none; the lowest is next. */
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

  /** The one with the lowest score; among scores within `tolerance` of it, the worker whose turn it is. */
  pickLowest(
    free: readonly Candidate[],
    scoreOf: (candidate: Candidate, index: number) => number,
    tolerance = 0,
  ): Candidate {
    let lowest = Number.POSITIVE_INFINITY
    for (let index = 0; index < free.length; index++) {
      const score = scoreOf(free[index]!, index)
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

  /** Of the current pick; kept, so that a pick allocates nothing. */
  readonly #scores: number[] = []
}
