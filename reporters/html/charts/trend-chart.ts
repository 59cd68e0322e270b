import type { LevelChange, Trend, TrendPoint } from '../../../lib/history/trend.ts'
import { commitsInWords, metricInWords, runInWords, shortHash } from '../../../lib/history/words.ts'
import { html, type Markup } from '../../../lib/rendering/html-markup.ts'
import { dayOf, minuteOf } from '../../../lib/units/instant.ts'
import { formatQuantity } from '../../../lib/units/quantity.ts'
import type { MetricTrend } from '../data/trends.ts'
import { counted, sentence, shortName } from '../texts.ts'
import { levelsInWords } from '../trend-words.ts'
import { extentOf } from './extent.ts'
import { figure } from './figure.ts'
import { place, plot, round, stretchedPath, yAxis } from './plot.ts'
import { linearScale, percent, type Scale } from './scale.ts'

const height = 88

/** The values of a metric from run to run: a dot for each, the levels, and the changes. */
export function trendChart(shown: MetricTrend): Markup {
  const { test, trend, bounds } = shown
  const { series, points } = trend
  const { dimension, subject, better } = series
  const title = shortName(metricInWords(series))
  const y = scaleOf(shown)
  const near = bounds.filter((bound) => bound >= y.low && bound <= y.high)
  const moves = [...trend.changes, ...trend.changesAmongFailed]
  const isOfOne = subject !== 'cluster' && subject !== ''
  const name = shortName(isOfOne ? `${test.name} › ${subject}` : test.name)
  return figure({
    title,
    caption: `${name}${better ? `; ${better} is better` : ''}`,
    plots: html`
      ${plot({
        label: labelOf(`${title} of ${name}`, trend, moves),
        height,
        className: 'lines trend',
        content: [
          yAxis(y, dimension, height),
          dates(points),
          near.map((bound) => boundMark(bound, y)),
          moves.map((move) => moveMark(move, points)),
          trend.changes.length > 0 && stretchedPath(levels(shown, y), height, 'line level'),
          points.map((point, index) => pointMark(point, index, shown, y)),
        ],
      })}
      ${moves.length > 0 && html`<ul class="moves">${moves.map((move) => moveItem(move, shown))}</ul>`}
    `,
    numbers: {
      heads: ['run', 'commit', 'measured', 'ended'],
      rows: points
        .toReversed()
        .map((point) => [
          minuteOf(point.startedAt),
          point.origin.commit === undefined ? '' : shortHash(point.origin.commit),
          formatQuantity(point.value, dimension),
          point.isCounted ? point.status : `${point.status}, left out`,
        ]),
    },
  })
}

/** The values that count, and nearby budgets; noise must not be magnified. */
function scaleOf({ trend, bounds, runId }: MetricTrend): Scale {
  const { series, points, changes, changesAmongFailed } = trend
  // A level that exists only among the failed runs must be visible as well.
  const isOfAll = changesAmongFailed.length > 0
  const shown = points.filter((point) => point.isCounted || isOfAll || point.runId === runId)
  const values = (shown.length > 0 ? shown : points).map(({ value }) => value)
  const levels = changes.flatMap(({ before, after }) => [before, after])
  const plain = extentOf([...values, ...levels])
  const span = Math.max(plain.high - plain.low, Math.abs(plain.high) * 0.1) || 1
  const near = bounds.filter((bound) => bound > plain.low - span && bound < plain.high + span)
  const { low, high } = extentOf([plain.low, plain.high, ...near])
  const margin = Math.max(span * 0.12, (span - (high - low)) / 2)
  const bottom = low >= 0 ? Math.max(0, low - margin) : low - margin
  return linearScale(bottom, high + margin, series.dimension, 4)
}

function shareOf(index: number, count: number): number {
  return (index + 0.5) / count
}

function heightOf(value: number, y: Scale): number {
  return round(height * (1 - y.share(value)))
}

/** Of the first and the last run; with the hour if both are of one day. */
function dates(points: readonly TrendPoint[]): Markup[] {
  const [first = '', last = ''] = [points[0]?.startedAt, points.at(-1)?.startedAt]
  const written = dayOf(first) === dayOf(last) ? minuteOf : dayOf
  const axisY = height + 16
  return [
    html`<line class="axis" x1="0" x2="100%" y1="${height}" y2="${height}"/>`,
    html`<text class="tick" x="0" y="${axisY}">${written(first)}</text>`,
    html`<text class="tick end" x="100%" y="${axisY}">${written(last)}</text>`,
  ]
}

function boundMark(bound: number, y: Scale): Markup {
  const at = heightOf(bound, y)
  return html`<line class="bound-line" x1="0" x2="100%" y1="${at}" y2="${at}"><title>budget</title></line>`
}

/** Between the last run before and the first one after. */
function moveMark({ run, effect }: LevelChange, points: readonly TrendPoint[]): Markup {
  const index = points.findIndex(({ runId }) => runId === run.runId)
  const x = percent(index / points.length)
  return html`<line class="move ${effect}" x1="${x}" x2="${x}" y1="-4" y2="${height}"/>`
}

/** Steps from level to level. */
function levels({ trend: { points, changes } }: MetricTrend, y: Scale): string {
  let from = 0
  const steps = changes.map(({ run, before }) => {
    const until = points.findIndex(({ runId }) => runId === run.runId) / points.length
    const step = `M${place(from, heightOf(before, y))}L${place(until, heightOf(before, y))}`
    from = until
    return step
  })
  const last = heightOf(changes.at(-1)?.after ?? 0, y)
  return `${steps.join('')}M${place(from, last)}L${place(1, last)}`
}

function pointMark(point: TrendPoint, index: number, shown: MetricTrend, y: Scale): Markup {
  const { points, series } = shown.trend
  const isNow = point.runId === shown.runId
  const { dimension } = series
  const words = `${runInWords(point)}: ${formatQuantity(point.value, dimension)}`
  const className = [point.isCounted ? 'counted' : 'left-out', isNow && `now ${point.status}`]
  return html`<circle class="${className.filter(Boolean).join(' ')}" cx="${percent(shareOf(index, points.length))}" cy="${heightOf(point.value, y)}" r="${isNow ? 5 : 2.5}"><title>${words}${!point.isCounted && `, ${point.status}, left out`}${isNow && ' (this run)'}</title></circle>`
}

function moveItem(move: LevelChange, { trend }: MetricTrend): Markup {
  const commits = commitsInWords(move)
  const isAmongFailed = trend.changesAmongFailed.includes(move)
  return html`
    <li class="${move.effect}"><span class="move-sign" aria-hidden="true">${move.after > move.before ? '↑' : '↓'}</span> <b>${levelsInWords(move, trend.series.dimension)}</b> since ${runInWords(move.run)}${isAmongFailed && ', counting the runs that failed'}${commits !== undefined && html` ${sentence(`\`${commits}\``)}`}</li>
  `
}

function labelOf(title: string, { points, series }: Trend, moves: readonly LevelChange[]): string {
  const { low, high } = extentOf(points.map(({ value }) => value))
  const { dimension } = series
  const ends = [...new Set([low, high].map((end) => formatQuantity(end, dimension)))].join(' to ')
  const last = points.at(-1)
  const moved = moves.map(
    (move) => `moved with the run of ${runInWords(move.run)}: ${levelsInWords(move, dimension)}`,
  )
  return [
    `${title} over ${counted(points.length, 'run')}: ${ends}`,
    ...(last ? [`last ${formatQuantity(last.value, dimension)}`] : []),
    ...(moved.length > 0 ? moved : ['no shift was found']),
  ].join('; ')
}
