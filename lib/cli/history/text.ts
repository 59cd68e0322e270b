import colors from 'tinyrainbow'
import type { Series } from '../../history/series.ts'
import { settingDifferences } from '../../history/setting-differences.ts'
import { type LevelChange, minRuns, type Trend, type TrendPoint } from '../../history/trend.ts'
import { commitsInWords, moveInWords } from '../../history/words.ts'
import { visibleText } from '../../source/visible-text.ts'
import { dayOf, minuteOf } from '../../units/instant.ts'
import { formatQuantity } from '../../units/quantity.ts'
import { type PlotPoint, plotLines } from './plot.ts'
import type { ShownTrend } from './series.ts'
import { leftOutInWords, machineChanges, metricInWords, runInWords, testInWords } from './words.ts'

/** With fewer columns there is no room for a plot. */
const narrowest = 40

/**
 * One series in detail: its plot, its last value, where its level changed, and which runs are kept
 * separate.
 * @param width columns of the terminal
 */
export function trendText({ trend, others }: ShownTrend, width: number): string {
  const { series } = trend
  const better = series.better && colors.dim(` (${series.better} is better)`)
  const indent = '  '
  const plot =
    width < narrowest ? [] : ['', ...plotLines(plotPoints(trend), series.dimension, width - 3), '']
  return [
    colors.bold(testInWords(series)),
    `${metricInWords(series)}${better ?? ''}`,
    ...[...plot, ...summaryLines(trend), ...changeLines(trend), ...otherLines(series, others)].map(
      (line) => (line === '' ? '' : indent + line),
    ),
  ].join('\n')
}

function plotPoints({ points, changes }: Trend): PlotPoint[] {
  const starts = new Map(changes.map((change) => [change.run.runId, change]))
  let level = changes[0]?.before
  const days = new Set(points.map(({ startedAt }) => dayOf(startedAt)))
  const dateOf = ({ startedAt }: TrendPoint) =>
    days.size > 1 ? dayOf(startedAt) : minuteOf(startedAt)
  return points.map((point) => {
    const change = starts.get(point.runId)
    if (change) level = change.after
    const { value, isCounted } = point
    return { value, isCounted, isChange: change !== undefined, level, date: dateOf(point) }
  })
}

function summaryLines(trend: Trend): string[] {
  const { points, series } = trend
  const counted = points.filter(({ isCounted }) => isCounted)
  const last = counted.at(-1)
  const leftOut = leftOutInWords(trend)
  return [
    last ? `last: ${valueInWords(last, series)}, ${runInWords(last)}` : 'no run counts',
    `${points.length} ${points.length === 1 ? 'run' : 'runs'}` +
      (leftOut === '' ? '' : `; left out (x): ${leftOut}; \`--all\` counts them`),
    ...failingLine(points),
    ...(counted.length < minRuns
      ? [`${minRuns} runs that count are needed to find a shift, and there are ${counted.length}`]
      : []),
  ]
}

function valueInWords({ value, interval }: TrendPoint, { dimension }: Series): string {
  const shown = formatQuantity(value, dimension)
  if (!interval) return shown
  const [low, high] = [interval.low, interval.high].map((end) => formatQuantity(end, dimension))
  return `${shown} (${low} to ${high} at ${formatQuantity(interval.confidence * 100, 'percentage')})`
}

/** If the last runs are left out, the trend ends before them, which is easily overlooked. */
function failingLine(points: readonly TrendPoint[]): string[] {
  const lastCounted = points.findLastIndex(({ isCounted }) => isCounted)
  const after = points.length - 1 - lastCounted
  if (after === 0 || lastCounted < 0) return []
  const words = after === 1 ? 'the last run is' : `the last ${after} runs are`
  return [colors.yellow(`${words} left out: the trend ends before`)]
}

function changeLines({ series, points, changes, changesAmongFailed }: Trend): string[] {
  const counted = points.filter(({ isCounted }) => isCounted).length
  if (changes.length === 0 && changesAmongFailed.length === 0) {
    return counted < minRuns ? [] : ['no shift was found']
  }
  return [
    ...changes.flatMap((change) => changeLine('▲', change, series)),
    ...(changesAmongFailed.length > 0 ? ['counting the runs that failed, it shifted:'] : []),
    ...changesAmongFailed.flatMap((change) => changeLine('x', change, series)),
  ]
}

function changeLine(mark: string, change: LevelChange, { dimension }: Series): string[] {
  const { run, previous, before, after, pValue, effect } = change
  const paint = { worse: colors.red, better: colors.green, unknown: colors.yellow }[effect]
  const levels = `${formatQuantity(before, dimension)} → ${formatQuantity(after, dimension)}`
  const machine = machineChanges(change)
  const commits = commitsInWords(change)
  return [
    `${colors.yellow(mark)} ${runInWords(run)}: ${levels}, ${paint(moveInWords(change))} (p = ${pValue.toPrecision(1)})`,
    `    the run before it: ${runInWords(previous)}${commits === undefined ? '' : `; \`${commits}\``}`,
    ...(machine.length > 0 ? [`    the machine changed as well: ${machine.join('; ')}`] : []),
  ]
}

function otherLines(current: Series, others: readonly Series[]): string[] {
  return others.map((other) => {
    const { length } = other.points
    const until = other.points.at(-1)?.startedAt.slice(0, 10)
    const why = settingDifferences(other.setting, current.setting).map(visibleText)
    return colors.dim(
      `not mixed in: ${length} ${length === 1 ? 'run' : 'runs'} until ${until}: ${why.join('; ')}`,
    )
  })
}
