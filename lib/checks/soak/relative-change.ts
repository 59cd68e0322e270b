import { batchMeans, type MeanInterval } from '../../stats/series/batch-means.ts'
import type { Interval } from '../../units/interval.ts'

/** How a mean has changed, in percent of its first value. */
export interface RelativeChange {
  readonly percent: number
  /** Undefined if the later mean is zero: a ratio of zero has no logarithm. */
  readonly interval: Interval | undefined
}

const confidence = 0.95

/**
 * The change from one run of values to a later one. Each value is the mean of a part of the time, long
 * enough to be nearly independent of its neighbours, so that their spread gives the error of each mean
 * (batch means). The interval is that of the ratio: relative half-widths add up by their squares, on
 * logarithms, in which a ratio and its inverse are equally far from one.
 * @returns undefined below two values on either side, and if the earlier mean is zero
 */
export function relativeChange(
  before: readonly number[],
  after: readonly number[],
): RelativeChange | undefined {
  const [first, last] = [meansOf(before), meansOf(after)]
  if (!first || !last || first.mean <= 0) return undefined
  const ratio = last.mean / first.mean
  if (ratio <= 0) return { percent: -100, interval: undefined }
  const half = Math.hypot(relativeHalf(first), relativeHalf(last))
  return {
    percent: percentOf(ratio),
    interval: {
      low: percentOf(ratio * Math.exp(-half)),
      high: percentOf(ratio * Math.exp(half)),
      confidence,
    },
  }
}

/** Of values that are each the mean of an interval. */
function meansOf(values: readonly number[]): MeanInterval | null {
  return batchMeans(values, values.length, confidence)
}

function relativeHalf({ mean, high }: MeanInterval): number {
  return (high - mean) / mean
}

function percentOf(ratio: number): number {
  return (ratio - 1) * 100
}
