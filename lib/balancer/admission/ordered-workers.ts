import type { WorkerState } from '../worker/worker-state.ts'

/** Some of the workers, in the order of the cluster: one joins or leaves without looking at the others. */
export class OrderedWorkers {
  /** Changes with each call. */
  readonly all: WorkerState[] = []

  get isEmpty(): boolean {
    return this.all.length === 0
  }

  clear(): void {
    this.all.length = 0
  }

  has(worker: WorkerState): boolean {
    return this.all[this.#placeOf(worker)] === worker
  }

  /** Adds it, or removes it, unless that is how it is. */
  set(worker: WorkerState, isMember: boolean): void {
    const { all } = this
    const place = this.#placeOf(worker)
    if ((all[place] === worker) === isMember) return
    if (isMember) {
      all.push(worker)
      for (let index = all.length - 1; index > place; index--) all[index] = all[index - 1]!
      all[place] = worker
    } else {
      for (let index = place + 1; index < all.length; index++) all[index - 1] = all[index]!
      all.pop()
    }
  }

  /** Where it is, or would be. */
  #placeOf({ place }: WorkerState): number {
    let [low, high] = [0, this.all.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.all[middle]!.place < place) low = middle + 1
      else high = middle
    }
    return low
  }
}
