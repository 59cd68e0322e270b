import type { DeclarationOf, HistoryStatus } from '../record/history.ts'
import type { HistorySetting } from '../record/history-setting.ts'
import type { Origin } from '../record/origin.ts'
import type { Environment } from '../record/setting.ts'
import type { Better, Dimension } from '../units/dimension.ts'
import { grouped } from '../units/grouped.ts'
import type { Interval } from '../units/interval.ts'
import type { Labels } from '../units/labels.ts'
import type { HistoryRow } from './store.ts'

/** The identity of a series; two that differ only in their setting are never mixed. */
export interface SeriesName {
  readonly suite: string
  readonly test: string
  /** Worker id, or `cluster`. */
  readonly subject: string
  readonly check: string
  readonly metric: string
  readonly labels: Labels
}

/** One metric of one test over the runs of one setting. */
export interface Series extends SeriesName {
  readonly dimension: Dimension
  /** Absent if the metric has no declared better direction. */
  readonly better?: Better
  readonly setting: HistorySetting
  /** Whether a condition of the last run's spec is about it. */
  readonly isAsked: boolean
  /** In the order of the runs, at least one. */
  readonly points: readonly SeriesPoint[]
}

/** The value of one run. */
export interface SeriesPoint {
  readonly runId: string
  /** ISO 8601. */
  readonly startedAt: string
  readonly origin: Origin
  readonly environment?: Environment
  readonly status: HistoryStatus
  /** Why it is void; empty if it is not. */
  readonly unfit: readonly string[]
  readonly value: number
  readonly interval?: Interval
}

/**
 * The series among values of the history, those with the latest run first.
 * @param rows in the order of the runs
 */
export function seriesOf(rows: readonly HistoryRow[], declarationOf: DeclarationOf): Series[] {
  return [...grouped(rows, seriesKey).values()]
    .flatMap(oneEachRun)
    .map((members) => series(members, declarationOf))
    .toSorted((a, b) => compare(lastRun(b), lastRun(a)))
}

function seriesKey(row: HistoryRow): string {
  const { suite, test, subject, check_kind: check, metric, labels, dimension } = row
  return [suite, test, subject, check, metric, labels, dimension, row.setting_hash].join('\n')
}

/**
 * Two files may have a test of the same name: only then series are distinguished by file, so that a test
 * may be moved.
 */
function oneEachRun(rows: readonly HistoryRow[]): (readonly HistoryRow[])[] {
  const runs = new Set(rows.map(({ run_id: id }) => id))
  return runs.size === rows.length ? [rows] : [...grouped(rows, ({ file }) => file).values()]
}

function series(rows: readonly HistoryRow[], declarationOf: DeclarationOf): Series {
  const last = rows.at(-1) as HistoryRow
  const { suite, test, subject, check_kind: check, metric } = last
  const better = declarationOf(check, metric)?.better
  return {
    suite,
    test,
    subject,
    check,
    metric,
    labels: JSON.parse(last.labels),
    dimension: last.dimension as Dimension,
    ...(better && { better }),
    setting: settingOf(last),
    isAsked: last.is_asked === 1,
    points: rows.map(point),
  }
}

function settingOf(row: HistoryRow): HistorySetting {
  const { workers, workload: name, workload_hash: hash, load } = row
  return {
    workers: JSON.parse(workers),
    ...(name !== null && hash !== null && { workload: { name, hash } }),
    ...(load !== null && { load: JSON.parse(load) }),
  }
}

function point(row: HistoryRow): SeriesPoint {
  const { low, high, confidence, node, platform, cpus } = row
  return {
    runId: row.run_id,
    startedAt: row.started_at,
    origin: originOf(row),
    ...(node !== null &&
      platform !== null &&
      cpus !== null && { environment: { node, platform, cpus } }),
    status: row.status as HistoryStatus,
    unfit: row.unfit === '[]' ? [] : JSON.parse(row.unfit),
    value: row.value,
    ...(low !== null &&
      high !== null &&
      confidence !== null && { interval: { low, high, confidence } }),
  }
}

function originOf({ commit_hash: commit, branch, is_dirty: isDirty }: HistoryRow): Origin {
  return {
    ...(commit !== null && { commit }),
    ...(branch !== null && { branch }),
    ...(isDirty !== null && { isDirty: isDirty === 1 }),
  }
}

function lastRun({ points }: Series): string {
  return points.at(-1)?.startedAt ?? ''
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
