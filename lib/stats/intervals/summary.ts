/** Statistics of a sample, in its own unit. */
export interface Summary {
  readonly min: number
  readonly avg: number
  readonly max: number
  /** Standard deviation of the sample taken as the population, which ping calls mdev. */
  readonly sd: number
}

/** Null for an empty sample: no data is not a number. */
export function summarize(sample: readonly number[]): Summary | null {
  if (sample.length === 0) return null
  const avg = mean(sample)
  return {
    min: sample.reduce((least, value) => Math.min(least, value)),
    avg,
    max: sample.reduce((most, value) => Math.max(most, value)),
    sd: Math.sqrt(mean(sample.map((value) => (value - avg) ** 2))),
  }
}

/**
 * Mean absolute difference between consecutive values: the interarrival jitter of RFC 3550 (6.4.1) without
 * its smoothing, which forgets all but about the last sixteen. Null below two values.
 */
export function jitter(sample: readonly number[]): number | null {
  if (sample.length < 2) return null
  return mean(sample.slice(1).map((value, index) => Math.abs(value - (sample[index] ?? value))))
}

/**
 * Quantile by linear interpolation (type 7 of Hyndman & Fan, "Sample quantiles in statistical
 * packages", 1996). Null for an empty sample.
 * @param share between 0 and 1
 */
export function quantile(sample: readonly number[], share: number): number | null {
  if (sample.length === 0) return null
  const sorted = sample.toSorted((a, b) => a - b)
  const position = (sorted.length - 1) * share
  const below = sorted[Math.floor(position)] ?? 0
  const above = sorted[Math.ceil(position)] ?? below
  return below + (above - below) * (position - Math.floor(position))
}

function mean(sample: readonly number[]): number {
  return sample.reduce((sum, value) => sum + value, 0) / sample.length
}
