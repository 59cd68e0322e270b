import { declarationOf } from '../../history/declaration-of.ts'
import { type Series, seriesOf } from '../../history/series.ts'
import type { HistoryStore } from '../../history/store.ts'
import { type Trend, type TrendOptions, trendOf } from '../../history/trend.ts'
import { nearestName } from '../../source/nearest-name.ts'
import { UserError } from '../../source/user-error.ts'
import { hasLabels, type Labels, levelsInWords, readLabelled } from '../../units/labels.ts'
import { testInWords } from './words.ts'

/** Filters of series. */
export interface SeriesQuestion {
  /** Part of the name of a test: `Suite › test › worker`. */
  readonly test?: string
  readonly at?: Labels
  /** Whether series of other workloads, models and clusters are shown as well. */
  readonly everySetting: boolean
}

/** A trend, and the series of the same name with another setting. */
export interface ShownTrend {
  readonly trend: Trend
  readonly others: readonly Series[]
}

/**
 * The series of a metric.
 * @param asked its name, or a key with labels: `speedup{concurrency=15}`
 * @throws UserError if nothing of that name was measured
 */
export function seriesOfMetric(
  store: HistoryStore,
  asked: string,
  question: SeriesQuestion,
): readonly Series[] {
  const { metric, labels } = readLabelled(asked)
  const rows = store.rowsOfMetric(metric)
  if (rows.length === 0) throw unknownMetric(metric, store.metrics())
  const ofTest = ofThisTest(seriesOf(rows, declarationOf), question.test)
  return atThisLevel(ofTest, { ...labels, ...question.at })
}

/**
 * The series of the last runs.
 * @param runs number of runs
 * @param which `asked`: metrics with a condition in the specs
 */
export function seriesOfLast(
  store: HistoryStore,
  runs: number,
  which: 'asked' | 'all',
  { test, at = {} }: SeriesQuestion,
): readonly Series[] {
  const all = seriesOf(store.rowsOfLast(runs, which), declarationOf)
  return atThisLevel(ofThisTest(all, test), at)
}

/** The series with their trends, by test and metric; of each name the one with the latest run. */
export function shownTrends(
  all: readonly Series[],
  { everySetting }: SeriesQuestion,
  options: TrendOptions,
): readonly ShownTrend[] {
  const named = new Map<string, Series[]>()
  for (const series of all)
    named.set(nameKey(series), [...(named.get(nameKey(series)) ?? []), series])
  return [...named.values()]
    .flatMap(([current, ...others]) => {
      if (!current) return []
      if (!everySetting) return [{ series: current, others }]
      return [current, ...others].map((series) => ({ series, others: [] }))
    })
    .flatMap(({ series, others }) => {
      const trend = trendOf(series, options)
      return trend ? [{ trend, others }] : []
    })
    .toSorted((a, b) => byName.compare(sortKey(a.trend.series), sortKey(b.trend.series)))
}

const byName = new Intl.Collator('en', { numeric: true })

function nameKey({ suite, test, subject, check, metric, labels, dimension }: Series): string {
  return JSON.stringify([suite, test, subject, check, metric, labels, dimension])
}

function sortKey({ suite, test, subject, metric, labels }: Series): string {
  return [suite, test, subject, metric, JSON.stringify(labels)].join('\n')
}

function unknownMetric(metric: string, known: readonly string[]): UserError {
  const suggestion = nearestName(metric, known)
  return new UserError([
    {
      code: 'unknown_metric',
      message: `no run measured the metric \`${metric}\``,
      expected: 'one of those that `clustergate history --metrics` lists',
      ...(suggestion !== undefined && { suggestion }),
    },
  ])
}

function ofThisTest(all: readonly Series[], test: string | undefined): readonly Series[] {
  if (test === undefined) return all
  const wanted = test.toLowerCase()
  const found = all.filter((series) => testInWords(series).toLowerCase().includes(wanted))
  if (found.length > 0) return found
  const names = [...new Set(all.map(testInWords))]
  const suggestion = nearestName(test, [...new Set(all.map((series) => series.test))])
  throw new UserError([
    {
      code: 'unknown_test',
      message: `no test whose name contains \`${test}\` measured it`,
      expected: `one of ${names.join(', ')}`,
      ...(suggestion !== undefined && { suggestion }),
    },
  ])
}

function atThisLevel(all: readonly Series[], at: Labels): readonly Series[] {
  const found = all.filter(({ labels }) => hasLabels(labels, at))
  if (found.length > 0 || all.length === 0) return found
  const levels = new Map(all.map(({ labels }) => [JSON.stringify(labels), labels]))
  const known = [...levels.values()].filter((labels) => Object.keys(labels).length > 0)
  throw new UserError([
    {
      code: 'unknown_level',
      message: `it was not measured at ${levelsInWords([at])}`,
      expected: known.length > 0 ? levelsInWords(known) : 'no `--at`: it was measured at no levels',
    },
  ])
}
