import { type Content, html, type Markup } from '../../../lib/rendering/html-markup.ts'
import type { Dimension } from '../../../lib/units/dimension.ts'
import type { Interval } from '../../../lib/units/interval.ts'
import { formatQuantity } from '../../../lib/units/quantity.ts'
import { type Chart, figure, type LegendEntry } from './figure.ts'
import { type MarkShape, mark, place, plot, round, stretchedPath, yAxis } from './plot.ts'
import { isWide, linearScale, logScale, percent, type Scale } from './scale.ts'

/** Lines over a number, with the interval of each value, the ideal and the budgets. */
export interface LineChart {
  readonly title: string
  readonly caption: Content
  /** The label below: `concurrency`. */
  readonly across: string
  readonly dimension: Dimension
  readonly series: readonly ChartSeries[]
  /** Undefined if unknown. */
  readonly ideal?: readonly Point[]
  readonly budgets: readonly LineBudget[]
}

export interface ChartSeries {
  readonly name: string
  readonly className: 'measured' | 'reference'
  readonly points: readonly Point[]
}

export interface Point {
  readonly x: number
  readonly y: number
  readonly interval?: Interval
}

/** A bound at one position, or along the whole chart. */
export interface LineBudget {
  readonly x: number | undefined
  readonly value: number
  readonly words: string
}

const height = 170

export function lineChart(chart: LineChart): Markup {
  const { title, caption, across, dimension, series, ideal = [], budgets } = chart
  const xs = [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))].toSorted(
    (a, b) => a - b,
  )
  const x = xScale(xs)
  const y = linearScale(0, highest(chart), dimension)
  return figure({
    title,
    caption,
    legend: legendOf(chart),
    plots: plot({
      label: labelOf(chart),
      height,
      className: 'lines',
      content: [
        yAxis(y, dimension, height),
        xs.map(
          (each) =>
            html`<text class="tick middle" x="${percent(x.share(each))}" y="${height + 16}">${each}</text>`,
        ),
        html`<text class="tick middle title" x="50%" y="${height + 34}">${across}</text>`,
        stretchedPath(pathOf(ideal, x, y), height, 'line ideal'),
        series.map(({ points, className }) =>
          stretchedPath(pathOf(points, x, y), height, `line ${className}`),
        ),
        budgets.map((budget) => budgetMark(budget, series, x, y)),
        series.map((each) => each.points.map((point) => pointMark(point, each, x, y, dimension))),
      ],
    }),
    numbers: numbersOf(chart, xs),
  })
}

/** From the minimum to the maximum, with room for the marks. */
function xScale(xs: readonly number[]): Scale {
  const [low, high] = [xs[0] ?? 0, xs.at(-1) ?? 1]
  if (low === high) return linearScale(low - 1, high + 1, 'count')
  if (isWide(low * 3, high)) return logScale(low * 0.85, high * 1.15)
  const margin = (high - low) * 0.06
  return linearScale(low - margin, high + margin, 'count')
}

/** All values; intervals and the ideal as far as they do not compress these. */
function highest({ series, ideal = [], budgets }: LineChart): number {
  const points = series.flatMap((each) => each.points)
  const values = [...points.map(({ y }) => y), ...budgets.map(({ value }) => value)]
  const most = Math.max(...values)
  const ends = [...points.map(({ interval }) => interval?.high ?? 0), ...ideal.map(({ y }) => y)]
  return (Math.max(most, Math.min(most * 1.6, ...[Math.max(...ends, 0)])) || 1) * 1.08
}

function pathOf(points: readonly Point[], x: Scale, y: Scale): string {
  const places = points.map((point) => place(x.share(point.x), heightOf(point.y, y)))
  return places.length > 0 ? `M${places.join('L')}` : ''
}

function heightOf(value: number, y: Scale): number {
  return height * (1 - y.share(value))
}

const shapes: Readonly<Record<ChartSeries['className'], MarkShape>> = {
  measured: 'circle',
  reference: 'square',
}

function pointMark(
  { x: at, y: value, interval }: Point,
  { name, className }: ChartSeries,
  x: Scale,
  y: Scale,
  dimension: Dimension,
): Markup[] {
  const share = x.share(at)
  const words = `${name}, ${at}: ${withInterval(value, interval, dimension)}`
  const whisker =
    interval &&
    html`<line class="whisker ${className}" x1="${percent(share)}" x2="${percent(share)}" y1="${round(heightOf(interval.high, y))}" y2="${round(heightOf(interval.low, y))}"/>`
  return [
    ...(whisker ? [whisker] : []),
    mark(shapes[className], share, heightOf(value, y), className, words),
  ]
}

/** A short line at its position with a label, or one along the whole chart. */
function budgetMark(
  { x: at, value, words }: LineBudget,
  series: readonly ChartSeries[],
  x: Scale,
  y: Scale,
): Markup {
  const level = round(heightOf(value, y))
  // A line that rises to a point beside it would cross the label.
  const isCrossed = series.some(({ points }) =>
    points.some((point) => point.x === at && Math.abs(heightOf(point.y, y) - level) < 16),
  )
  const beside = isCrossed ? level - 6 : level + 4
  const middle = at === undefined ? 0.5 : x.share(at)
  const half = at === undefined ? 0.5 : 0.035
  const text =
    at === undefined
      ? { share: 1, y: level - 5, anchor: 'end' }
      : middle > 0.4
        ? { share: middle - half - 0.015, y: beside, anchor: 'end' }
        : { share: middle + half + 0.015, y: beside, anchor: 'start' }
  return html`
    <line class="budget" x1="${percent(middle - half)}" x2="${percent(middle + half)}" y1="${level}" y2="${level}"><title>budget ${words}</title></line>
    <text class="tick budget ${text.anchor}" x="${percent(text.share)}" y="${round(text.y)}">${words}</text>
  `
}

function legendOf({ series, ideal = [], budgets }: LineChart): LegendEntry[] {
  return [
    ...series.map(({ name, className }) => ({
      className,
      text: name,
      shape: className === 'measured' ? ('circle' as const) : ('square' as const),
    })),
    ...(ideal.length > 0 ? [{ className: 'ideal', shape: 'dashed' as const, text: 'ideal' }] : []),
    ...(budgets.length > 0
      ? [{ className: 'budget', shape: 'line' as const, text: 'budget' }]
      : []),
  ]
}

function labelOf({ title, across, series, dimension, budgets }: LineChart): string {
  const reported = series.map(
    ({ name, points }) =>
      `${name}: ${points.map(({ x, y }) => `${formatQuantity(y, dimension)} at ${x}`).join(', ')}`,
  )
  const asked = budgets.map(({ x, words }) => `budget ${words}${x === undefined ? '' : ` at ${x}`}`)
  return `${title} by ${across}. ${[...reported, ...asked].join('. ')}`
}

function numbersOf({ across, series, ideal = [], dimension }: LineChart, xs: readonly number[]) {
  const columns = [...series, ...(ideal.length > 0 ? [{ name: 'ideal', points: ideal }] : [])]
  return {
    heads: [across, ...columns.map(({ name }) => name)],
    rows: xs.map((x) => [
      String(x),
      ...columns.map(({ points }) => {
        const point = points.find((each) => each.x === x)
        return point ? withInterval(point.y, point.interval, dimension) : ''
      }),
    ]),
  } satisfies Chart['numbers']
}

function withInterval(value: number, interval: Interval | undefined, dimension: Dimension): string {
  const text = formatQuantity(value, dimension)
  if (!interval) return text
  const { low, high, confidence } = interval
  const sure = `${Number((confidence * 100).toFixed(1))}%`
  return `${text} (${formatQuantity(low, dimension)} to ${formatQuantity(high, dimension)} at ${sure})`
}
