import { seededRandom } from '../stats/seeded-random.ts'
import { changePoints } from '../stats/series/change-points.ts'
import type { Better } from '../units/dimension.ts'
import type { Series, SeriesPoint } from './series.ts'

export interface TrendOptions {
  /** How many runs are looked at, the last ones. */
  readonly last: number
  /** Only runs of this branch. */
  readonly branch?: string
  /** Whether runs that failed or are void count like others. */
  readonly countsAll: boolean
  /** Moves of the level that are smaller than this part of it are not reported: 0.01 is 1 %. */
  readonly least: number
  /** How many random orders a move is held against: fewer are faster, and less exact about p. */
  readonly permutations?: number
}

/** How a series went: which of its runs count, and where its level moved. */
export interface Trend {
  readonly series: Series
  /** In the order of the runs; both kinds. */
  readonly points: readonly TrendPoint[]
  /** Where the level moved, in order. */
  readonly changes: readonly LevelChange[]
  /**
   * Moves that show only when runs that missed a budget count too: a level that moved so far that every
   * run fails would otherwise be seen nowhere. Empty where such runs count anyway.
   */
  readonly changesAmongFailed: readonly LevelChange[]
}

export interface TrendPoint extends SeriesPoint {
  readonly isCounted: boolean
}

/** A move of the level, to stay. */
export interface LevelChange {
  /** The first run at the new level; noise can put it a run or two beside the true one. */
  readonly run: SeriesPoint
  /** The last one at the level before. */
  readonly previous: SeriesPoint
  /** Mean levels before and after, outliers drawn in. */
  readonly before: number
  readonly after: number
  /** Undefined where the level before was 0. */
  readonly percent: number | undefined
  readonly effect: Effect
  /** How probable so large a difference is in a series that did not move. */
  readonly pValue: number
}

/** `unknown`: nobody says which way the metric gets better. */
export type Effect = 'better' | 'worse' | 'unknown'

/** Shorter series show no change: two levels of four runs. */
export const minRuns = 8

/** @returns undefined where no run is left to look at */
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

/** Moves from or to runs that missed a budget and are left out. */
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

/** A sample that did not decide a condition was measured all the same. */
function representsLevel({ status }: SeriesPoint): boolean {
  return status === 'passed' || status === 'inconclusive'
}

function changesIn(
  points: readonly SeriesPoint[],
  better: Better | undefined,
  { least, permutations = 999 }: TrendOptions,
): LevelChange[] {
  const values = points.map(({ value }) => value)
  // The same series tells the same, whenever it is asked.
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
