import type { Interval } from '../../units/interval.ts'
import { studentT } from '../intervals/student-t.ts'
import { trimmedMean } from '../intervals/trimmed-mean.ts'
import { power } from './block-power.ts'
import { blockRatio, toScale } from './compare-blocks.ts'

export interface SeparateRuns {
  /** One value per block of the run that is judged, above zero. */
  readonly candidate: readonly number[]
  /** One value per block of the run it is compared with, measured at another time. */
  readonly baseline: readonly number[]
  /**
   * Levels of earlier runs of the baseline's code, one per run, above zero: they show the variance between
   * runs. Without them two runs are assumed to differ only by the noise of their blocks, which finds
   * changes where only the day differs.
   */
  readonly earlierLevels?: readonly number[]
  /** Default 0.99. */
  readonly confidence?: number
}

export interface SeparateComparison {
  /** The candidate's value over the baseline's. */
  readonly ratio: number
  /** Absent with fewer than two blocks on a side. */
  readonly interval?: Interval
  /** The smallest relative distance from a limit that this many blocks detect in 95 of 100 runs. */
  readonly smallestEffect?: number
}

/**
 * The ratio of a run to a baseline that was stored, looked at once: the difference of the trimmed mean
 * logarithms, with Student's t of Yuen and Welch ("The two-sample trimmed t for unequal population
 * variances", Biometrika 61, 1974) and Satterthwaite's degrees of freedom, rounded down. The variance
 * between runs is added to the error of both (a random effect of the run).
 * @throws RangeError for a side without blocks or a value that is not above zero
 */
export function compareSeparate({
  candidate,
  baseline,
  earlierLevels = [],
  confidence = 0.99,
}: SeparateRuns): SeparateComparison {
  if (candidate.length < 2 || baseline.length < 2) return { ratio: blockRatio(candidate, baseline) }
  const after = trimmedMean(toScale(candidate, 'log'))
  const before = trimmedMean(toScale(baseline, 'log'))
  const parts: readonly ErrorPart[] = [after, before]
    .map(({ standardError, degreesOfFreedom }) => ({
      variance: standardError ** 2,
      degreesOfFreedom,
    }))
    .concat(betweenRuns(earlierLevels))
  const variance = parts.reduce((sum, part) => sum + part.variance, 0)
  const difference = after.mean - before.mean
  const degreesOfFreedom = degreesOf(parts)
  const half = studentT(confidence, degreesOfFreedom) * Math.sqrt(variance)
  const further = studentT(2 * power - 1, degreesOfFreedom) * Math.sqrt(variance)
  return {
    ratio: Math.exp(difference),
    interval: { low: Math.exp(difference - half), high: Math.exp(difference + half), confidence },
    smallestEffect: Math.expm1(half + further),
  }
}

interface ErrorPart {
  readonly variance: number
  readonly degreesOfFreedom: number
}

/** The variance of a difference of two runs, beyond their blocks; unknown from one run. */
function betweenRuns(levels: readonly number[]): readonly ErrorPart[] {
  if (levels.length < 2) return []
  const logs = toScale(levels, 'log')
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length
  const degreesOfFreedom = logs.length - 1
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / degreesOfFreedom
  return [{ variance: 2 * variance, degreesOfFreedom }]
}

/** Satterthwaite, "An approximate distribution of estimates of variance components", 1946. */
function degreesOf(parts: readonly ErrorPart[]): number {
  const variance = parts.reduce((sum, part) => sum + part.variance, 0)
  if (variance === 0) return 1
  const weighted = parts.reduce((sum, part) => sum + part.variance ** 2 / part.degreesOfFreedom, 0)
  return Math.max(1, Math.floor(variance ** 2 / weighted))
}
