/**
 * The minimum and the maximum of any number of values; `Math.min(...values)` fails at about a hundred
 * thousand.
 */
export function extentOf(values: Iterable<number>): {
  readonly low: number
  readonly high: number
} {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return { low, high }
}
