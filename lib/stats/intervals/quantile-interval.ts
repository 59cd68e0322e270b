import type { Interval } from '../../units/interval.ts'
import { binomialCdf } from './binomial.ts'

/**
 * The smallest number of independent values with which a quantile has an upper limit: one of them must be
 * above it. 299 for the 99th percentile at 0.95, 59 for the 95th (David & Nagaraja, "Order Statistics", 3rd
 * ed., 2003, 7.1). A two-sided interval at 0.95 needs the number for 0.975 here.
 * @param share of the values below the quantile, between 0 and 1
 * @param confidence between 0 and 1, of the single limit
 * @throws RangeError for other arguments
 */
export function minForQuantile(share: number, confidence: number): number {
  checkProbability(share)
  checkProbability(confidence)
  return Math.ceil(Math.log1p(-confidence) / Math.log(share))
}

/** Limits of a quantile, each by itself at the given confidence. */
export interface QuantileLimits {
  /** Absent if the sample is too small for it. */
  readonly low?: number
  /** Absent if the sample is too small for it. */
  readonly high?: number
}

export interface QuantileOptions {
  /** Share of the values below the quantile: 0.99 for the 99th percentile. */
  readonly share: number
  /** Between 0 and 1. */
  readonly confidence: number
  /** The effective size of the sample: `effectiveSize`. Default: its number of values. */
  readonly effectiveSize?: number
}

/**
 * Interval of a quantile by order statistics, free of any assumption on the distribution (David & Nagaraja,
 * "Order Statistics", 3rd ed., 2003, 7.1), interpolated between neighbours to the given confidence, which
 * whole ranks overshoot (Nyblom, "Note on interpolated order statistics", Statistics & Probability Letters
 * 14, 1992).
 *
 * Requests of one run depend on each other. Give then the effective size of the series of
 * `value > quantile`: the ranks are those of such a smaller sample.
 * @param sample in any order
 * @returns undefined if the sample is too small: see `fewestForQuantile`
 * @throws RangeError for an invalid share or confidence
 */
export function quantileInterval(
  sample: readonly number[],
  { share, confidence, effectiveSize }: QuantileOptions,
): Interval | undefined {
  const { low, high } = quantileLimits(sample, {
    share,
    confidence: (1 + confidence) / 2,
    ...(effectiveSize === undefined ? {} : { effectiveSize }),
  })
  return low === undefined || high === undefined ? undefined : { low, high, confidence }
}

/**
 * Lower and upper limit of a quantile, each by itself: a budget is met if the upper limit is below it and
 * missed if the lower one is above, each with an error of 1 - `confidence`.
 * @param sample in any order
 * @throws RangeError like `quantileInterval`
 */
export function quantileLimits(
  sample: readonly number[],
  { share, confidence, effectiveSize = sample.length }: QuantileOptions,
): QuantileLimits {
  checkProbability(share)
  checkProbability(confidence)
  const sorted = sample.toSorted((a, b) => a - b)
  const size = Math.min(sorted.length, Math.floor(effectiveSize))
  const above = rankAbove(size, share, confidence)
  // Counted from the other end, the lower limit is an upper one.
  const below = rankAbove(size, 1 - share, confidence)
  const stretch = (sorted.length + 1) / (size + 1)
  return {
    ...(below === undefined ? {} : { low: valueAt(sorted, sorted.length + 1 - below * stretch) }),
    ...(above === undefined ? {} : { high: valueAt(sorted, above * stretch) }),
  }
}

/**
 * The rank, from 1 and with a fraction, whose value is above the quantile with this probability.
 * @returns undefined if not even the largest value is
 */
function rankAbove(size: number, share: number, confidence: number): number | undefined {
  // The r-th value is above the quantile if at most r - 1 values are below it.
  const probability = (rank: number) => binomialCdf(rank - 1, size, share)
  let [low, high] = [0, size + 1]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (probability(middle) >= confidence) high = middle
    else low = middle
  }
  if (high > size) return undefined
  if (low < 1) return high
  const missing = confidence - probability(low)
  const beyond = probability(high) - confidence
  const part = 1 / (1 + (low * (1 - share) * beyond) / ((size - low) * share * missing))
  return low + part
}

/** Linear between neighbours; beyond the ends, the end. */
function valueAt(sorted: readonly number[], rank: number): number {
  const position = Math.min(sorted.length, Math.max(1, rank)) - 1
  const below = sorted[Math.floor(position)] ?? 0
  const above = sorted[Math.ceil(position)] ?? below
  return below + (above - below) * (position - Math.floor(position))
}

function checkProbability(value: number): void {
  if (!(value > 0 && value < 1))
    throw new RangeError(`${value} is not a probability between 0 and 1`)
}
