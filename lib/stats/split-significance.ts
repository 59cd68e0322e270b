import { bestSplit, type Split } from './energy-split.ts'
import { settled } from './settled.ts'

export interface SignificanceOptions {
  /** How many values each side must have. */
  readonly fewest: number
  readonly random: () => number
  /** The level that is asked for: where it cannot be reached any more, counting ends. */
  readonly significance: number
  readonly permutations: number
  /** How many neighbours stay together: `stretchOf`. */
  readonly stretch: number
}

/**
 * How probable a split as good as this one is in a segment that does not change: the share of random
 * orders of its values whose best split is as good, this order among them.
 * @param segment with its outliers, which are left out of each order anew
 * @param split the best one of the segment without its outliers
 * @returns the p value; one that is above `significance` is an estimate from fewer permutations
 */
export function splitSignificance(
  segment: Float64Array,
  split: Split,
  { fewest, random, significance, permutations, stretch }: SignificanceOptions,
): number {
  const allowed = significance * (permutations + 1) - 1
  let asGood = 0
  for (let turn = 1; turn <= permutations; turn++) {
    const other = bestSplit(settled(permuted(segment, stretch, random)), fewest)
    if (other && other.difference >= split.difference) asGood++
    if (asGood > allowed) return (asGood + 1) / (turn + 1)
  }
  return (asGood + 1) / (permutations + 1)
}

/**
 * How many neighbours one independent value is worth: kept together in permutations, so that a slow wave
 * does not pass for a change. By their autocorrelation, taken from how much farther apart values two runs
 * off are than neighbours are: that, unlike deviations from a mean, changes of level hardly bear on.
 */
export function stretchOf(values: Float64Array): number {
  const series = settled(values)
  const dependence = Math.min(0.9, squaredSteps(series, 2) / squaredSteps(series, 1) - 1)
  const isTelling = dependence > 1 / Math.sqrt(series.length)
  return isTelling ? Math.ceil((1 + dependence) / (1 - dependence)) : 1
}

/** Mean of the squared differences of values so far apart, without the tenth that is largest. */
function squaredSteps(series: Float64Array, apart: number): number {
  const steps = series.slice(apart).map((value, index) => (value - (series[index] ?? 0)) ** 2)
  const kept = steps.sort().subarray(0, Math.ceil(0.9 * steps.length))
  return kept.reduce((sum, step) => sum + step, 0) / kept.length
}

/** Stretches of neighbours in random order; where the first one begins is random too. */
function permuted(segment: Float64Array, stretch: number, random: () => number): Float64Array {
  const { length } = segment
  const offset = stretch > 1 ? Math.floor(random() * length) : 0
  const starts = Array.from({ length: Math.ceil(length / stretch) }, (_, index) => index * stretch)
  const shuffled = new Float64Array(length)
  let filled = 0
  for (let left = starts.length; left > 0; left--) {
    const drawn = Math.floor(random() * left)
    const start = starts[drawn] ?? 0
    starts[drawn] = starts[left - 1] ?? 0
    for (let index = start; index < Math.min(length, start + stretch); index++) {
      shuffled[filled++] = segment[(index + offset) % length] ?? 0
    }
  }
  return shuffled
}
