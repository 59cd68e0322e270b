import type { RegressionBudget } from '../../conditions/regression-budget.ts'
import { compareSeparate } from '../../stats/compare/compare-separate.ts'
import { type ChangeVerdict, judgeChange } from '../../stats/compare/regression.ts'
import type { Interval } from '../../units/interval.ts'
import { levelsOfRuns } from './levels-of-runs.ts'
import { lookConfidence } from './look-confidence.ts'

/** The blocks of a metric at one level. */
export interface ComparedBlocks {
  readonly now: readonly number[]
  /** For each run of the baseline. */
  readonly runs: readonly (readonly number[])[]
}

/** The change of a metric since its baseline. */
export interface Change {
  readonly verdict: ChangeVerdict
  /** In percent of the baseline; negative is less. Absent if a value was zero. */
  readonly percent?: number
  /** Of the change in percent, at the given confidence. */
  readonly interval?: Interval
  /** The smallest distance from the tolerance, in percent, that these blocks detect in 95 of 100 runs. */
  readonly smallestPercent?: number
}

/**
 * Compares the blocks of a run with those of its baseline, all of its runs together. The error of the
 * verdict is at most 1 - the confidence over all looks at the run, as far as the baseline shows the
 * variance between runs: with fewer than three it is assumed to be zero.
 */
export function changeOf({ now, runs }: ComparedBlocks, budget: RegressionBudget): Change {
  const { better, withinPercent, confidence } = budget
  const before = runs.flat()
  if ([...now, ...before].some((value) => value <= 0)) return changeFromZero(now, before, budget)
  const looks = budget.looks ?? { first: now.length, most: now.length }
  const atThisLook = lookConfidence(now.length, before.length, looks, confidence)
  const { ratio, interval, smallestEffect } = compareSeparate({
    candidate: now,
    baseline: before,
    earlierLevels: levelsOfRuns(runs),
    ...(atThisLook !== undefined && { confidence: atThisLook }),
  })
  const percent = toPercent(ratio)
  const isKnown = atThisLook !== undefined && interval && Number.isFinite(interval.high)
  if (!isKnown) return { verdict: 'undecided', percent }
  return {
    verdict: judgeChange(interval, better, withinPercent / 100),
    percent,
    interval: { low: toPercent(interval.low), high: toPercent(interval.high), confidence },
    ...(smallestEffect !== undefined && { smallestPercent: 100 * smallestEffect }),
  }
}

/** Zero has no ratio; but a drop to zero is a complete loss. */
function changeFromZero(
  now: readonly number[],
  before: readonly number[],
  { better }: RegressionBudget,
): Change {
  const isLost = now.every((value) => value <= 0) && before.every((value) => value > 0)
  if (!isLost) return { verdict: 'undecided' }
  return { verdict: better === 'higher' ? 'regressed' : 'improved', percent: -100 }
}

function toPercent(ratio: number): number {
  return (ratio - 1) * 100
}
