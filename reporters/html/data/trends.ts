import { declarationOf } from '../../../lib/history/declaration-of.ts'
import { type Series, type SeriesPoint, seriesOf } from '../../../lib/history/series.ts'
import type { HistoryRow } from '../../../lib/history/store.ts'
import { type LevelChange, type Trend, trendOf } from '../../../lib/history/trend.ts'
import { isAbout } from '../../../lib/record/asked-about.ts'
import type { Measurement } from '../../../lib/record/measurement.ts'
import type { ConditionVerdict } from '../../../lib/record/verdict.ts'
import { labelled } from '../../../lib/units/labels.ts'
import { allowedRange, boundsOf } from './allowed-range.ts'
import type { PastRuns } from './past-runs.ts'
import type { ReportedRun } from './reported-run.ts'
import type { ReportedCase, ReportedTest } from './reported-test.ts'
import { settingKey } from './setting-key.ts'
import { isBad } from './status.ts'

/** The values of a metric with a budget in this run, up to this run. */
export interface MetricTrend {
  readonly test: ReportedTest
  readonly trend: Trend
  /** Index of this run among the points; undefined if it did not measure it. */
  readonly runId: string | undefined
  /** Its current budgets. */
  readonly bounds: readonly number[]
}

/** Two runs make a line, and show nothing about a level. */
const minPoints = 3
/** Each takes some milliseconds. */
const maxSeries = 150
/** Reporters differ by milliseconds in when a run began. */
const sameStartMs = 5_000

/**
 * The trends of metrics with a budget in this run, from runs with the same workers, workload and load only;
 * the latest changes for the worse come first.
 * @throws HistoryError
 */
export function trendsOf({ run, tests }: ReportedRun, past: PastRuns): readonly MetricTrend[] {
  const wanted = wantedOf(tests)
  if (wanted.size === 0) return []
  const latestMs = Date.parse(run.startedAt) + sameStartMs
  const settings = new Map<string, string>()
  const rows = past.rows((row) => {
    const own = wanted.get(nameKey(row.suite, row.test, row.subject, row.check_kind))
    if (!own || Date.parse(row.started_at) > latestMs) return false
    return own.isAsked(row) && keyOfRow(row, settings) === own.reported.settingKey
  })
  const trends = seriesOf(rows, declarationOf).flatMap((series) => {
    const own = wanted.get(nameKey(series.suite, series.test, series.subject, series.check))
    return own ? [{ series, own }] : []
  })
  return firstOfEach(trends)
    .slice(0, maxSeries)
    .flatMap(({ series, own }) => trendUntil(run, series, own))
    .toSorted(byWorth)
}

interface Wanted {
  readonly test: ReportedTest
  readonly reported: ReportedCase
  readonly measurement: Measurement
  readonly conditions: readonly ConditionVerdict[]
  readonly isAsked: (row: HistoryRow) => boolean
}

/** Failures come first, if there are too many. */
function wantedOf(tests: readonly ReportedTest[]): ReadonlyMap<string, Wanted> {
  const inOrder = [
    ...tests.filter(({ status }) => isBad(status)),
    ...tests.filter(({ status }) => !isBad(status)),
  ]
  const wanted = new Map<string, Wanted>()
  for (const test of inOrder) {
    for (const reported of test.cases) {
      const judged = reported.record.record
      const [measurement] = reported.measurements
      if (!judged || !measurement || reported.settingKey === undefined) continue
      const { conditions } = judged.verdict
      if (conditions.length === 0) continue
      const asked = new Map<string, boolean>()
      wanted.set(nameKey(judged.suite, judged.test, judged.subject, judged.check), {
        test,
        reported,
        measurement,
        conditions,
        // The same few metrics in each of many runs.
        isAsked: ({ metric, labels }) => {
          const key = metric + labels
          const known = asked.get(key)
          if (known !== undefined) return known
          const is = conditions.some((each) => isAbout(each, metric, JSON.parse(labels)))
          asked.set(key, is)
          return is
        },
      })
    }
  }
  return wanted
}

function nameKey(suite: string, test: string, subject: string, check: string): string {
  return JSON.stringify([suite, test, subject, check])
}

function keyOfRow(row: HistoryRow, known: Map<string, string>): string {
  const { workers, workload: name, workload_hash: hash, load, setting_hash: id } = row
  const key =
    known.get(id) ??
    settingKey({
      workers: JSON.parse(workers),
      ...(name !== null && hash !== null && { workload: { name, hash } }),
      ...(load !== null && { load: JSON.parse(load) }),
    })
  known.set(id, key)
  return key
}

interface Candidate {
  readonly series: Series
  readonly own: Wanted
}

/** Two files may have a test of the same name: the one that was measured last. */
function firstOfEach(candidates: readonly Candidate[]): Candidate[] {
  const first = new Map<string, Candidate>()
  for (const candidate of candidates) {
    const { suite, test, subject, check, metric, labels } = candidate.series
    const key = nameKey(suite, test, subject, check) + labelled(metric, labels)
    if (!first.has(key)) first.set(key, candidate)
  }
  return [...first.values()]
}

function trendUntil(run: ReportedRun['run'], series: Series, own: Wanted): MetricTrend[] {
  const { metric, labels } = series
  const value = own.measurement.metrics[labelled(metric, labels)]
  const isMeasured = typeof value === 'number' && Number.isFinite(value)
  const startMs = Date.parse(run.startedAt)
  // It is stored already if the history was written before this report.
  const stored = series.points.findLast(
    (point) =>
      point.value === value && Math.abs(Date.parse(point.startedAt) - startMs) <= sameStartMs,
  )
  const points =
    isMeasured && !stored ? [...series.points, pointOf(run, own, value)] : series.points
  if (points.length < minPoints) return []
  const trend = trendOf(
    { ...series, points },
    { last: points.length, countsAll: false, least: 0.01, permutations: 499 },
  )
  if (!trend) return []
  const runId = stored?.runId ?? (isMeasured ? thisRun : undefined)
  return [{ test: own.test, trend, runId, bounds: boundsOn(series, own) }]
}

const thisRun = 'this run'

function pointOf({ startedAt, environment }: ReportedRun['run'], own: Wanted, value: number) {
  const { measurement, reported } = own
  const { commit, branch, hasChanges, node, platform, cpus } = environment ?? {}
  const { unfit = [] } = measurement
  const { status } = reported.record
  const ended = status === 'skipped' ? 'error' : status
  return {
    runId: thisRun,
    startedAt,
    value,
    unfit,
    origin: {
      ...(commit !== undefined && { commit }),
      ...(branch !== undefined && { branch }),
      ...(hasChanges !== undefined && { isDirty: hasChanges }),
    },
    ...(node && platform && cpus && { environment: { node, platform, cpus } }),
    status: unfit.length > 0 && ended !== 'error' ? 'void' : ended,
  } satisfies SeriesPoint
}

function boundsOn({ metric, labels }: Series, { test }: Wanted): number[] {
  const bounds = test.budgets.flatMap(({ first, parsed }) => {
    const range = parsed && !first.baseline && isAbout(first, metric, labels)
    const allowed = range ? allowedRange(parsed.condition) : undefined
    return allowed ? boundsOf(allowed) : []
  })
  return [...new Set(bounds)]
}

/** Changes for the worse before the better; recent changes before old ones. */
function byWorth(a: MetricTrend, b: MetricTrend): number {
  const [first, second] = [worthOf(a.trend), worthOf(b.trend)]
  return first < second ? 1 : -Number(first > second)
}

const worths = { worse: 3, unknown: 2, better: 1 } as const

function worthOf(trend: Trend): string {
  const last = lastMoveOf(trend)
  return last ? `${worths[last.effect]} ${last.run.startedAt}` : ''
}

/** Undefined if none changed. */
export function lastMoveOf({ changes, changesAmongFailed }: Trend): LevelChange | undefined {
  return [...changes, ...changesAmongFailed]
    .toSorted((a, b) => (a.run.startedAt < b.run.startedAt ? -1 : 1))
    .at(-1)
}
