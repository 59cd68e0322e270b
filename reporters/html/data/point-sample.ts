/** A value that met a condition or did not. */
interface Point {
  readonly value: number
  readonly status: string
}

/** Values that cannot be distinguished in the drawing are left out. */
const most = 60

/** A sample of any number of values: those that did not pass, the extremes, and some between. */
export class PointSample<P extends Point> {
  count = 0
  low = Number.POSITIVE_INFINITY
  high = Number.NEGATIVE_INFINITY
  readonly #bad: P[] = []
  #passed: P[] = []

  add(point: P): void {
    this.count += 1
    this.low = Math.min(this.low, point.value)
    this.high = Math.max(this.high, point.value)
    if (point.status === 'pass') {
      this.#passed.push(point)
      if (this.#passed.length > 4 * most) this.#passed = thinned(this.#passed)
    } else if (this.#bad.length < most) {
      this.#bad.push(point)
    }
  }

  /** Those that did not pass come last, so that they are drawn on top. */
  get all(): readonly P[] {
    const isMore = this.#bad.length + this.#passed.length > 2 * most
    return [...(isMore ? thinned(this.#passed) : this.#passed), ...this.#bad]
  }
}

/** About `most` of them, spread from the lowest to the highest. */
function thinned<P extends Point>(points: readonly P[]): P[] {
  const inOrder = points.toSorted((a, b) => a.value - b.value)
  const step = Math.ceil(inOrder.length / most)
  return inOrder.filter((_, index) => index % step === 0 || index === inOrder.length - 1)
}
