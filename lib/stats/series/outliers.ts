/** Robust standard deviations beyond which a value is an outlier. */
const farthest = 6

const minValues = 10

/**
 * The values far from all others: more than six standard deviations from the median, taken as 1.4826 times
 * the median distance to it (Iglewicz & Hoaglin, "How to Detect and Handle Outliers", 1993, who use 3.5 for
 * larger samples). Of ten normal values one is called an outlier in 2 of 100 samples, of thirty in 1 of
 * 1,000.
 * @returns their indices, increasing; none below ten values
 */
export function outliers(values: readonly number[]): readonly number[] {
  if (values.length < minValues) return []
  const center = median(values)
  const distances = values.map((value) => Math.abs(value - center))
  const deviation = 1.4826 * median(distances)
  return distances.flatMap((distance, index) =>
    deviation > 0 && distance > farthest * deviation ? [index] : [],
  )
}

export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}
