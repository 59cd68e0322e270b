import type { RegressionBudget } from '../../conditions/regression-budget.ts'
import { compareSeparate } from '../../stats/compare/compare-separate.ts'
import { type ChangeVerdict, judgeChange } from '../../stats/compare/regression.ts'
import type { Interval } from '../../units/interval.ts'
import { levelsOfRuns } from './levels-of-runs.ts'
import { lookConfidence } from './look-confidence.ts'

/** The blocks of a metric at one level. */
export interface ComparedBlocks {
  readonly now: readonly number[]
  /** Of each run of the baseline. */
  readonly runs: readonly (readonly number[])[]
}

/** How a metric has changed since its baseline. */
export interface Change {
  readonly verdict: ChangeVerdict
  /** In percent of the baseline; less is negative. Absent where a value was zero. */
  readonly percent?: number
  /** Of the change in percent, at the confidence that was asked for. */
  readonly interval?: Interval
  /** The smallest distance from what is allowed, in percent, that these blocks find in 95 of 100 runs. */
  readonly smallestPercent?: number
}

/**
 * Holds the blocks of a run against those of its baseline, all of its runs together. The error of the
 * verdict is at most 1 - the confidence over all looks at the run, as far as the runs of the baseline
 * tell how far runs lie apart: of fewer than three it is taken that they do not.
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

/** Nothing is so many times zero; but where nothing is left of something, all is lost. */
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
