import { bestSplit, type Split } from './energy-split.ts'
import { settled } from './settled.ts'

export interface SignificanceOptions {
  /** Minimum number of values of each side. */
  readonly fewest: number
  readonly random: () => number
  /** The required significance: counting ends once it cannot be reached. */
  readonly significance: number
  readonly permutations: number
  /** Dependence of a value on the one before, from 0 to below 1: `dependenceOf`. */
  readonly dependence: number
}

/**
 * The probability of a split as good as this one in a segment without a change: the share of random orders
 * of its values whose best split is as good, including this order. If runs depend on their neighbours the
 * random orders do as well, otherwise a slow wave would look like a change: each value then contains a part
 * of the one before it (a first-order autoregression, as the sieve bootstrap of Bühlmann, Bernoulli 3,
 * 1997, has it), and the whole keeps its variance. Unlike moving blocks of neighbours, of which a short
 * series has too few, this keeps all possible orders.
 * @param segment with its outliers, which are left out of each order again
 * @param split the best one of the segment without its outliers
 * @returns the p value; one that is above `significance` is an estimate from fewer permutations
 */
export function splitSignificance(
  segment: Float64Array,
  split: Split,
  { fewest, random, significance, permutations, dependence }: SignificanceOptions,
): number {
  const allowed = significance * (permutations + 1) - 1
  const deviations = fromMean(segment)
  const deviation = Math.sqrt(squares(fromMean(settled(segment))) / segment.length)
  let asGood = 0
  for (let turn = 1; turn <= permutations; turn++) {
    const order = dependent(permuted(deviations, random), dependence)
    const other = bestSplit(settled(order, deviation), fewest)
    if (other && other.difference >= split.difference) asGood++
    if (asGood > allowed) return (asGood + 1) / (turn + 1)
  }
  return (asGood + 1) / (permutations + 1)
}

const maxDependence = 0.9

/**
 * The estimated dependence of a run on the one before, plus half a standard error, because an underestimate
 * would let waves look like changes. Computed from how much farther apart values at a distance of two are
 * than neighbours: unlike deviations from a mean, that is hardly affected by changes of level. In a series
 * of a few values it is, which then seems more dependent than it is.
 * @param series without its outliers
 */
export function dependenceOf(series: Float64Array): number {
  const steps = squaredSteps(series, 1)
  // Unknown for values that are all equal, and without values.
  if (!(steps > 0)) return 0
  const found = squaredSteps(series, 2) / steps - 1
  const standardError = 1 / Math.sqrt(series.length)
  return Math.min(maxDependence, Math.max(0, found + standardError / 2))
}

/** Mean of the squared differences of values at this distance, without the largest tenth. */
function squaredSteps(series: Float64Array, apart: number): number {
  const steps = series.slice(apart).map((value, index) => (value - (series[index] ?? 0)) ** 2)
  const kept = steps.sort().subarray(0, Math.ceil(0.9 * steps.length))
  return kept.reduce((sum, step) => sum + step, 0) / kept.length
}

function fromMean(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.map((value) => value - mean)
}

/** Fisher and Yates. */
function permuted(values: Float64Array, random: () => number): Float64Array {
  const shuffled = values.slice()
  for (let left = shuffled.length; left > 1; left--) {
    const drawn = Math.floor(random() * left)
    const value = shuffled[drawn] ?? 0
    shuffled[drawn] = shuffled[left - 1] ?? 0
    shuffled[left - 1] = value
  }
  return shuffled
}

/** Deviations that each contain a part of the one before, with the same variance. */
function dependent(deviations: Float64Array, dependence: number): Float64Array {
  if (dependence === 0) return deviations
  const fresh = Math.sqrt(1 - dependence ** 2)
  // The last one precedes the first.
  let before = deviations[deviations.length - 1] ?? 0
  const made = deviations.map((deviation) => {
    before = dependence * before + fresh * deviation
    return before
  })
  const factor = Math.sqrt(squares(deviations) / squares(fromMean(made)))
  return Number.isFinite(factor) ? made.map((value) => value * factor) : deviations
}

function squares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value ** 2, 0)
}
