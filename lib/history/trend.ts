import { seededRandom } from '../stats/seeded-random.ts'
import { changePoints } from '../stats/series/change-points.ts'
import type { Better } from '../units/dimension.ts'
import type { Series, SeriesPoint } from './series.ts'

export interface TrendOptions {
  /** Number of runs, the last ones. */
  readonly last: number
  /** Only runs of this branch. */
  readonly branch?: string
  /** Whether runs that failed or are void are included. */
  readonly countsAll: boolean
  /** Changes of the level that are smaller than this fraction of it are not reported: 0.01 is 1 %. */
  readonly least: number
  /** Number of random permutations per change: fewer are faster, and less exact about p. */
  readonly permutations?: number
}

/** The trend of a series: which of its runs count, and where its level changed. */
export interface Trend {
  readonly series: Series
  /** In the order of the runs; included and excluded ones. */
  readonly points: readonly TrendPoint[]
  /** Changes of the level, in order. */
  readonly changes: readonly LevelChange[]
  /**
   * Changes that are found only if runs that missed a budget count too: a level that changed so much that
   * every run fails would otherwise be found nowhere. Empty if such runs count anyway.
   */
  readonly changesAmongFailed: readonly LevelChange[]
}

export interface TrendPoint extends SeriesPoint {
  readonly isCounted: boolean
}

/** A lasting change of the level. */
export interface LevelChange {
  /** The first run at the new level; noise can shift it by a run or two. */
  readonly run: SeriesPoint
  /** The last run at the old level. */
  readonly previous: SeriesPoint
  /** Mean levels before and after, with outliers drawn in. */
  readonly before: number
  readonly after: number
  /** Undefined if the level before was 0. */
  readonly percent: number | undefined
  readonly effect: Effect
  /** The probability of such a difference in a series without a change. */
  readonly pValue: number
}

/** `unknown`: the metric has no declared better direction. */
export type Effect = 'better' | 'worse' | 'unknown'

/** Shorter series have no change: two levels of four runs. */
export const minRuns = 8

/** @returns undefined if no run is left */
export function trendOf(series: Series, options: TrendOptions): Trend | undefined {
  const { last, branch, countsAll } = options
  const ofBranch = series.points.filter(
    ({ origin }) => branch === undefined || origin.branch === branch,
  )
  const points = ofBranch
    .slice(-last)
    .map((point) => ({ ...point, isCounted: countsAll || representsLevel(point) }))
  if (points.length === 0) return undefined
  const counted = points.filter(({ isCounted }) => isCounted)
  const changes = changesIn(counted, series.better, options)
  const known = new Set(changes.map(({ run }) => run.runId))
  const changesAmongFailed = changesWithFailed(points, series.better, options).filter(
    ({ run }) => !known.has(run.runId),
  )
  return { series, points, changes, changesAmongFailed }
}

/** Changes from or to runs that missed a budget and are excluded. */
function changesWithFailed(
  points: readonly TrendPoint[],
  better: Better | undefined,
  options: TrendOptions,
): LevelChange[] {
  const measured = points.filter(({ isCounted, status }) => isCounted || status === 'failed')
  if (measured.every(({ isCounted }) => isCounted)) return []
  return changesIn(measured, better, options).filter(({ run, previous }) =>
    [run, previous].some(({ status }) => status === 'failed'),
  )
}

/** A sample that did not decide a condition still has a value. */
function representsLevel({ status }: SeriesPoint): boolean {
  return status === 'passed' || status === 'inconclusive'
}

function changesIn(
  points: readonly SeriesPoint[],
  better: Better | undefined,
  { least, permutations = 999 }: TrendOptions,
): LevelChange[] {
  const values = points.map(({ value }) => value)
  // The same series gives the same result, whenever it is computed.
  const found = changePoints(values, { random: seededRandom(1), least, permutations })
  return found.flatMap(({ index, before, after, pValue }) => {
    const [previous, run] = [points[index - 1], points[index]]
    if (!previous || !run) return []
    const percent = before === 0 ? undefined : ((after - before) / Math.abs(before)) * 100
    return {
      run,
      previous,
      before,
      after,
      percent,
      effect: effectOf(after - before, better),
      pValue,
    }
  })
}

function effectOf(move: number, better: Better | undefined): Effect {
  if (better === undefined) return 'unknown'
  return move > 0 === (better === 'higher') ? 'better' : 'worse'
}
