import { html, type Markup } from '../../../lib/rendering/html-markup.ts'
import { formatQuantity } from '../../../lib/units/quantity.ts'
import { type AllowedRange, allowedRange, boundsOf } from '../data/allowed-range.ts'
import type { Budget, BudgetPoint } from '../data/budgets.ts'
import { counted } from '../texts.ts'
import { extentOf } from './extent.ts'
import { type MarkShape, mark, plot } from './plot.ts'
import { linearScale, percent, type Scale } from './scale.ts'

const middle = 12

/**
 * The budget drawn on the measurement: the allowed part of the axis, its bounds, and each value with its
 * interval. Undefined if nothing in it is a number.
 * @param withAxis with values below it; without, it is beside text with the same values
 */
export function budgetStrip(budget: Budget, withAxis: boolean): Markup | undefined {
  const { points, parsed, dimension } = budget
  const range = parsed && allowedRange(parsed.condition)
  if (points.length === 0 || !range || isPlainEquality(range, points)) return undefined
  const scale = scaleOf(budget, range)
  const bounds = boundsOf(range)
  return plot({
    label: withAxis ? labelOf(budget) : undefined,
    height: withAxis ? 34 : 24,
    className: 'strip',
    content: [
      html`<rect class="track" x="0" width="100%" y="${middle - 1.5}" height="3"/>`,
      allowedPart(scale, range),
      bounds.map((bound) => {
        const x = percent(scale.share(bound))
        return html`<line class="bound" x1="${x}" x2="${x}" y1="1" y2="23"/>`
      }),
      points.map((point) => pointMark(point, budget, scale)),
      withAxis &&
        axisTexts(scale, bounds).map(
          ({ share, anchor, value }) =>
            html`<text class="tick ${anchor}" x="${percent(share)}" y="33">${formatQuantity(value, dimension)}</text>`,
        ),
    ],
  })
}

/** A 0 that must be 0 needs no drawing. */
function isPlainEquality({ low, high }: AllowedRange, points: readonly BudgetPoint[]): boolean {
  return low === high && points.every(({ value }) => value === low)
}

/** The range of everything to show, with a margin; from zero on, unless that would compress it. */
function scaleOf({ points, dimension }: Budget, range: AllowedRange): Scale {
  const plain = extentOf([...boundsOf(range), ...points.map(({ value }) => value)])
  const sure = extentOf(
    points.flatMap(({ interval }) => (interval ? [interval.low, interval.high] : [])),
  )
  // An interval of a few repetitions may be far wider than everything else: its end is then not shown.
  const reach = Math.max(plain.high - plain.low, Math.abs(plain.high) * 0.1) * 2
  const low = Math.min(plain.low, Math.max(plain.low - reach, sure.low))
  const high = Math.max(plain.high, Math.min(plain.high + reach, sure.high))
  const isFromZero = low >= 0 && (high - low) / high > 0.3
  const margin = (high - low) * 0.15 || Math.abs(high) * 0.15 || 1
  const bottom = isFromZero ? 0 : low - margin
  const top = high + margin
  const isShare = dimension === 'percentage' && low >= 0 && high <= 100
  return linearScale(
    low >= 0 ? Math.max(0, bottom) : bottom,
    isShare ? Math.min(100, top) : top,
    dimension,
  )
}

function allowedPart(scale: Scale, { low, high }: AllowedRange): Markup {
  const from = scale.share(Math.max(low, scale.low))
  const to = scale.share(Math.min(high, scale.high))
  return html`<rect class="allowed" x="${percent(from)}" width="${percent(Math.max(0, to - from))}" y="${middle - 5}" height="10"/>`
}

const shapes: Readonly<Record<BudgetPoint['status'], MarkShape>> = {
  pass: 'circle',
  fail: 'cross',
  no_data: 'cross',
  inconclusive: 'ring',
}

function pointMark(point: BudgetPoint, { dimension }: Budget, scale: Scale): Markup[] {
  const { name, value, interval, status } = point
  const words = `${name === '' ? '' : `${name}: `}${formatQuantity(value, dimension)}`
  return [
    ...(interval
      ? [
          html`<line class="interval ${status}" x1="${percent(scale.share(interval.low))}" x2="${percent(scale.share(interval.high))}" y1="${middle}" y2="${middle}"/>`,
        ]
      : []),
    mark(shapes[status], scale.share(value), middle, status, words),
  ]
}

interface AxisText {
  readonly share: number
  readonly anchor: 'start' | 'middle' | 'end'
  readonly value: number
}

/** The bounds, and the ends of the axis if they do not overlap these. */
function axisTexts(scale: Scale, bounds: readonly number[]): AxisText[] {
  const texts: AxisText[] = bounds.map((value) => {
    const share = scale.share(value)
    return { share, value, anchor: share < 0.1 ? 'start' : share > 0.9 ? 'end' : 'middle' }
  })
  const isFree = (share: number) => texts.every((text) => Math.abs(text.share - share) > 0.3)
  return [
    ...texts,
    ...(isFree(0) ? [{ share: 0, value: scale.low, anchor: 'start' as const }] : []),
    ...(isFree(1) ? [{ share: 1, value: scale.high, anchor: 'end' as const }] : []),
  ]
}

function labelOf({ title, condition, measured, count, status }: Budget): string {
  const of = count > 1 ? ` in ${counted(count, 'value')}` : ''
  const words = {
    pass: 'inside the budget',
    fail: 'outside the budget',
    no_data: 'partly without data',
    inconclusive: 'left open',
  }[status]
  return `${title}: ${measured}${of}, budget ${condition}: ${words}`
}
