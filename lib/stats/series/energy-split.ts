/** The best split of a segment, and how different its two sides are. */
export interface Split {
  /** Index of the first value of the right side, within the segment. */
  readonly at: number
  readonly difference: number
}

/**
 * The position at which the distributions before and after differ most: the largest energy statistic (m·n /
 * (m+n)) · (2·E|X-Y| - E|X-X'| - E|Y-Y'|) over all places (Matteson & James, "A nonparametric approach for
 * multiple change point analysis of multivariate data", JASA 109, 2014; with exponent 1, which is less
 * sensitive to outliers than the distance of means).
 *
 * Takes quadratic time: the sums of distances are updated from position to position.
 * @param fewest values that each side must have, at least 2
 * @returns undefined if the segment is shorter than two such sides
 */
export function bestSplit(values: Float64Array, fewest: number): Split | undefined {
  const { length } = values
  if (length < 2 * fewest) return undefined
  let [withinLeft, between, withinRight] = [0, 0, pairSum(values)]
  let best: Split = { at: fewest, difference: Number.NEGATIVE_INFINITY }
  for (let at = 1; at <= length - fewest; at++) {
    // The value before `at` moves from the right side to the left one.
    const toLeft = distanceSum(values, at - 1, 0, at - 1)
    const toRight = distanceSum(values, at - 1, at, length)
    withinLeft += toLeft
    withinRight -= toRight
    between += toRight - toLeft
    if (at < fewest) continue
    const right = length - at
    const energy =
      (2 * between) / (at * right) -
      (2 * withinLeft) / (at * (at - 1)) -
      (2 * withinRight) / (right * (right - 1))
    const difference = ((at * right) / length) * energy
    if (difference > best.difference) best = { at, difference }
  }
  return best
}

function pairSum(values: Float64Array): number {
  let sum = 0
  for (let index = 0; index < values.length; index++) sum += distanceSum(values, index, 0, index)
  return sum
}

function distanceSum(values: Float64Array, index: number, from: number, to: number): number {
  const value = values[index] as number
  let sum = 0
  for (let other = from; other < to; other++) sum += Math.abs(value - (values[other] as number))
  return sum
}
