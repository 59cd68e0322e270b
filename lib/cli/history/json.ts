import type { Series, SeriesPoint } from '../../history/series.ts'
import { settingDifferences } from '../../history/setting-differences.ts'
import type { LevelChange, Trend } from '../../history/trend.ts'
import { visibleJson } from '../../source/visible-text.ts'
import type { ShownTrend } from './series.ts'

/** Trends as `clustergate history --json` prints them. */
export function historyJson(shown: readonly ShownTrend[]): string {
  const content = { schema_version: 1, series: shown.map(seriesInJson) }
  return visibleJson(JSON.stringify(content, null, 2))
}

function seriesInJson({ trend, others }: ShownTrend) {
  const { series, points, changes, changesAmongFailed } = trend
  const { suite, test, subject, check, metric, labels, dimension, better, setting } = series
  return {
    suite,
    test,
    subject,
    check,
    metric,
    labels,
    dimension,
    better,
    setting,
    runs: points.map((point) => ({ ...runInJson(point), counted: point.isCounted })),
    left_out: leftOut(trend),
    changes: changes.map(changeInJson),
    changes_among_failed: changesAmongFailed.map(changeInJson),
    not_mixed_in: others.map((other) => otherInJson(other, series)),
  }
}

function runInJson({ runId, startedAt, origin, environment, ...measured }: SeriesPoint) {
  const { status, unfit, value, interval } = measured
  return {
    run_id: runId,
    started_at: startedAt,
    ...originInJson(origin),
    environment,
    status,
    unfit,
    value,
    interval,
  }
}

function originInJson({ commit, branch, isDirty }: SeriesPoint['origin']) {
  return { commit, branch, dirty: isDirty }
}

/** Number of excluded runs of each kind. */
function leftOut({ points }: Trend): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { isCounted, status } of points) {
    if (!isCounted) counts[status] = (counts[status] ?? 0) + 1
  }
  return counts
}

function changeInJson({ run, previous, before, after, percent, effect, pValue }: LevelChange) {
  const place = ({ runId, startedAt, origin }: SeriesPoint) => ({
    run_id: runId,
    started_at: startedAt,
    ...originInJson(origin),
  })
  return {
    run: place(run),
    previous_run: place(previous),
    before,
    after,
    change_percent: percent,
    effect,
    p_value: pValue,
  }
}

function otherInJson(other: Series, current: Series) {
  return {
    setting: other.setting,
    runs: other.points.length,
    last_started_at: other.points.at(-1)?.startedAt,
    differences: settingDifferences(other.setting, current.setting),
  }
}
