import { bestSplit } from './energy-split.ts'
import { settled } from './settled.ts'
import { dependenceOf, splitSignificance } from './split-significance.ts'

/** A position in a series of runs where the level changed lastingly. */
export interface ChangePoint {
  /** Index of the first run at the new level. */
  readonly index: number
  /** Mean level since the change before, without outliers. */
  readonly before: number
  /** Mean level until the next change, without outliers. */
  readonly after: number
  /** Probability of such a difference in a series without a change. */
  readonly pValue: number
}

export interface ChangePointOptions {
  /** A number from 0 up to 1 at each call; seeded, the same series give the same points. */
  readonly random: () => number
  /** Maximum p value of a change; default 0.01. */
  readonly significance?: number
  /** Changes smaller than this fraction of the level before are left out; default 0. */
  readonly least?: number
  /** Minimum length of a level in runs, at least 2; default 4. */
  readonly fewest?: number
  /** Default 999. */
  readonly permutations?: number
}

/**
 * The runs of a series at which its level changed: E-divisive (Matteson & James, JASA 109, 2014), as
 * MongoDB and Apache Otava use it (Daly et al., "The use of change point detection to identify software
 * performance regressions in a continuous integration system", ICPE 2020). The series is cut where both
 * sides differ most, then each side likewise; points remain that are rarely matched by a permutation of the
 * values between their neighbours.
 *
 * Single outliers, which would look like changes or hide them, are left out beforehand (`settled`), in the
 * permutations too: a few runs in a row are not a level, which must last for `fewest` runs. If runs depend
 * on their neighbours, those of the permutations do as well.
 * @param values one per run, in order
 * @returns in order of the index; none for fewer than twice `fewest` runs
 * @throws RangeError for a value that is not finite
 */
export function changePoints(
  values: readonly number[],
  { random, significance = 0.01, least = 0, fewest = 4, permutations = 999 }: ChangePointOptions,
): readonly ChangePoint[] {
  const unusable = values.find((value) => !Number.isFinite(value))
  if (unusable !== undefined) throw new RangeError(`${unusable} is not a level of a run`)
  const series = Float64Array.from(values)
  const dependence = dependenceOf(settled(series))
  const test = (segment: Float64Array, level: number): Tested | undefined => {
    const split = bestSplit(settled(segment), fewest)
    if (!split) return undefined
    const options = { fewest, random, significance: level, permutations, dependence }
    return { at: split.at, pValue: splitSignificance(segment, split, options) }
  }
  const rough = roughly(series, (segment) => test(segment, roughSignificance))
  const found = confirmed(series, rough, significance, (segment) => test(segment, significance))
  return largeEnough(series, found, least)
}

/** Significance of candidate points. */
const roughSignificance = 0.1

/** The best split of a segment: the index of its first value on the right, and its p value. */
interface Tested {
  readonly at: number
  readonly pValue: number
}

interface Found {
  readonly index: number
  readonly pValue: number
}

/**
 * Splits recursively, at a generous significance: in a series of several changes each one is hidden by the
 * spread of the others.
 */
function roughly(
  series: Float64Array,
  test: (segment: Float64Array) => Tested | undefined,
  from = 0,
): readonly number[] {
  const tested = test(series)
  if (!tested || tested.pValue > roughSignificance) return []
  const { at } = tested
  return [
    ...roughly(series.subarray(0, at), test, from),
    from + at,
    ...roughly(series.subarray(at), test, from + at),
  ]
}

/**
 * Tests each point again between its neighbours, and drops the least significant of those that fail until
 * none does (like Fleming et al., "Hunter: using change point detection to hunt for performance
 * regressions", ICPE 2023, which became Otava).
 */
function confirmed(
  series: Float64Array,
  indices: readonly number[],
  significance: number,
  test: (segment: Float64Array) => Tested | undefined,
): readonly Found[] {
  const ends = [0, ...indices, series.length]
  const found = indices.map((index, place) => {
    const start = ends[place] ?? 0
    const tested = test(series.subarray(start, ends[place + 2]))
    return tested ? { index: start + tested.at, pValue: tested.pValue } : { index, pValue: 1 }
  })
  const worst = found.toSorted((a, b) => b.pValue - a.pValue)[0]
  // Two points that move to the same change are merged.
  const meeting = found.findIndex(({ index }, place) => index <= (found[place - 1]?.index ?? 0))
  if (!worst || (worst.pValue <= significance && meeting < 0)) return found
  const dropped = worst.pValue > significance ? found.indexOf(worst) : meeting
  return confirmed(series, indices.toSpliced(dropped, 1), significance, test)
}

/** The points with the levels between them; the smallest change is removed first while it is too small. */
function largeEnough(
  series: Float64Array,
  found: readonly Found[],
  least: number,
): readonly ChangePoint[] {
  const inOrder = found.toSorted((a, b) => a.index - b.index)
  const ends = [0, ...inOrder.map(({ index }) => index), series.length]
  const levels = ends
    .slice(1)
    .map((end, index) => meanOf(settled(series.subarray(ends[index] ?? 0, end))))
  const points = inOrder.map((point, index) => ({
    ...point,
    before: levels[index] ?? 0,
    after: levels[index + 1] ?? 0,
  }))
  const size = ({ before, after }: ChangePoint) => Math.abs(after - before) / Math.abs(before)
  const smallest = points.toSorted((a, b) => size(a) - size(b))[0]
  if (!smallest || !(size(smallest) < least)) return points
  return largeEnough(
    series,
    found.filter(({ index }) => index !== smallest.index),
    least,
  )
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
