import colors from 'tinyrainbow'
import { schemas } from '../../generated/schemas.ts'
import { nearestName } from '../../source/nearest-name.ts'
import { UserError } from '../../source/user-error.ts'
import type { Dimension, MetricTable } from '../../units/dimension.ts'
import { labelsInWords } from '../../units/labels.ts'
import { metricTableOf } from '../../units/metric-table.ts'
import { formatQuantity } from '../../units/quantity.ts'
import { tableLines } from '../../units/table-lines.ts'
import { changeInWords, intervalInWords } from '../../verdict/baseline/change-in-words.ts'
import { exitCodes } from '../kit/exit-codes.ts'
import type { BaselineCase } from './cases.ts'
import type { BaselineQuestion, BaselineRow } from './rows.ts'

/** Metrics of a benchmark that can be compared with a baseline. */
const metrics: MetricTable = Object.fromEntries(
  Object.entries(metricTableOf(schemas.checks.benchmark)).filter(([, { better }]) => better),
)

export interface ComparedMetricOptions {
  readonly metric?: readonly string[]
  /** In percent; undefined: that of the test, else 5. */
  readonly within?: number
  readonly confidence?: number
}

/**
 * The metrics to compare for a case: those of its spec, unless the command names some; without either, its
 * throughput and its latency.
 * @throws UserError for a metric that does not exist or has no better direction
 */
export function questionsOf(
  { conditions }: BaselineCase,
  { metric, within, confidence }: ComparedMetricOptions,
): readonly BaselineQuestion[] {
  const changes = {
    ...(within !== undefined && { withinPercent: within }),
    ...(confidence !== undefined && { confidence: confidence / 100 }),
  }
  const own = conditions.flatMap(({ baseline, metric: name, at }) =>
    baseline
      ? [{ metric: name, ...(at && { at }), budget: { ...baseline.budget, ...changes } }]
      : [],
  )
  if (!metric && own.length > 0) return own
  return (metric ?? ['throughput', 'latency.p95']).map((name) => ({
    metric: name,
    budget: { better: betterOf(name), withinPercent: 5, confidence: 0.99, ...changes },
  }))
}

function betterOf(name: string) {
  const better = Object.hasOwn(metrics, name) ? metrics[name]?.better : undefined
  if (better) return better
  const names = Object.keys(metrics)
  const suggestion = nearestName(name, names)
  throw new UserError([
    {
      code: 'unknown_metric',
      message: `no metric \`${name}\` gets better or worse`,
      expected: `one of ${names.join(', ')}`,
      ...(suggestion !== undefined && { suggestion }),
    },
  ])
}

/** 1 if something regressed, 4 if something is undecided. */
export function exitCodeOf(rows: readonly BaselineRow[]): number {
  if (rows.some(({ outcome }) => outcome === 'regressed')) return exitCodes.missed
  const isDecided = rows.every(({ outcome }) => outcome === 'held' || outcome === 'improved')
  return isDecided ? exitCodes.met : exitCodes.inconclusive
}

const titles = ['Level', 'Metric', 'Baseline', 'Now', 'Change', 'Verdict']

/** The rows for people, test by test. */
export function comparisonText(rows: readonly BaselineRow[]): string {
  const tests = [...new Set(rows.map(({ test }) => test))]
  return tests
    .map((test) =>
      testText(
        test,
        rows.filter((row) => row.test === test),
      ),
    )
    .join('\n\n')
}

function testText(test: string, rows: readonly BaselineRow[]): string {
  const compared = rows.filter(({ metric }) => metric !== '')
  const table = compared.length > 0 ? tableLines([titles, ...compared.map(cellsOf)]) : []
  return [colors.bold(test), ...table.map((line) => `  ${line}`), ...rows.flatMap(remark)].join(
    '\n',
  )
}

function cellsOf({ level, metric, baseline, now, percent, interval, outcome }: BaselineRow) {
  const dimension = metrics[metric]?.dimension ?? 'any'
  const sure = interval ? ` (${intervalInWords(interval)})` : ''
  return [
    labelsInWords(level) || 'all',
    metric,
    valueInWords(baseline, dimension),
    valueInWords(now, dimension),
    percent === undefined
      ? 'not compared'
      : changeInWords(percent).replace(' the baseline', '') + sure,
    outcome.replaceAll('_', ' '),
  ]
}

function valueInWords(value: number | undefined, dimension: Dimension): string {
  return formatQuantity(value === undefined ? null : Number(value.toPrecision(4)), dimension)
}

function remark({ level, metric, outcome, words }: BaselineRow): string[] {
  if (words === undefined) return []
  if (metric === '') return [`  ${outcome.replaceAll('_', ' ')}: ${words}`]
  const where = labelsInWords(level)
  return [`  ${metric}${where === '' ? '' : ` at ${where}`}: ${words}`]
}
