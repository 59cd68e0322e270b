import { html, type Markup } from '../../../lib/rendering/html-markup.ts'
import { formatQuantity } from '../../../lib/units/quantity.ts'
import { type Distribution, type LoadGroup, latencyDistribution } from '../data/loads.ts'
import { shortName } from '../texts.ts'
import { figure } from './figure.ts'
import { pathWidth, plot, round, stretchedPath, xAxis } from './plot.ts'
import { fittingScale, isWide, percent, type Scale } from './scale.ts'

const maxRows = 12
const binCount = 80
const rowHeight = 34

interface Row {
  readonly name: string
  readonly isBaseline: boolean
  readonly distribution: Distribution
}

/** The distribution of response times, a row for each kind of request; undefined if nothing was timed. */
export function distributionChart(
  groups: readonly LoadGroup[],
  boundsMs: readonly number[],
): Markup | undefined {
  const rows = groups.slice(0, maxRows).flatMap(({ name, isBaseline, loads }): Row[] => {
    const distribution = latencyDistribution(loads)
    return distribution ? [{ name, isBaseline, distribution }] : []
  })
  if (rows.length === 0) return undefined
  const scale = scaleOf(rows, boundsMs)
  const isShown = (bound: number) => bound <= scale.high
  const left = groups.length - rows.length
  return figure({
    title: 'Latency',
    isWide: true,
    caption: captionOf(scale, left),
    legend: [
      { className: 'measured', shape: 'area', text: 'responses' },
      ...(rows.some(({ isBaseline }) => isBaseline)
        ? [{ className: 'reference', shape: 'area' as const, text: 'responses, baseline' }]
        : []),
      { className: 'quantile', shape: 'bound', text: 'p50, p95, p99' },
      ...(boundsMs.some(isShown)
        ? [{ className: 'budget', shape: 'bound' as const, text: 'budget' }]
        : []),
    ],
    plots: html`<div class="rows">${rows.map((row, index) =>
      rowMarkup(row, scale, boundsMs.filter(isShown), index === rows.length - 1),
    )}</div>`,
    numbers: {
      heads: ['', 'responses', 'p50', 'p90', 'p95', 'p99', 'longest'],
      rows: rows.map(({ name, distribution }) => [
        shortName(name),
        String(distribution.count),
        ...[0.5, 0.9, 0.95, 0.99, 1].map((share) => ms(distribution.quantileMs(share))),
      ]),
    },
  })
}

function captionOf({ low, high }: Scale, left: number): string {
  const scale = isWide(low, high) ? ', on a log scale' : ''
  return `Distribution of response times${scale}${left > 0 ? `; ${left} more are in the run record` : ''}.`
}

/** All values; a budget only if it does not compress them. */
function scaleOf(rows: readonly Row[], boundsMs: readonly number[]): Scale {
  const low = Math.min(...rows.map(({ distribution }) => distribution.values[0]?.ms ?? 0))
  const high = Math.max(...rows.map(({ distribution }) => distribution.values.at(-1)?.ms ?? 0))
  const near = boundsMs.filter((bound) => bound < high * 1.6)
  return fittingScale(Math.max(low * 0.9, 0.001), Math.max(high, ...near) * 1.05, 'duration')
}

function rowMarkup(
  { name, isBaseline, distribution }: Row,
  scale: Scale,
  bounds: readonly number[],
  isLast: boolean,
): Markup {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => distribution.quantileMs(share))
  const quantiles = { p50, p95, p99 }
  return html`
    <div class="row${isLast && ' last'}">
      <span class="name">${shortName(name)}</span>
      ${plot({
        label: `${name}: ${distribution.count} responses, p50 ${ms(p50)}, p95 ${ms(p95)}, p99 ${ms(p99)}`,
        height: rowHeight,
        content: [
          isLast && xAxis(scale, 'duration', rowHeight),
          stretchedPath(
            areaOf(distribution, scale),
            rowHeight,
            isBaseline ? 'area reference' : 'area measured',
          ),
          html`<line class="axis" x1="0" x2="100%" y1="${rowHeight}" y2="${rowHeight}"/>`,
          Object.entries(quantiles).map(([quantile, value = 0]) => {
            const x = percent(scale.share(value))
            return html`<line class="quantile" x1="${x}" x2="${x}" y1="${rowHeight - 12}" y2="${rowHeight}"><title>${quantile} ${ms(value)}</title></line>`
          }),
          bounds.map((bound) => {
            const x = percent(scale.share(bound))
            return html`<line class="budget" x1="${x}" x2="${x}" y1="0" y2="${rowHeight}"><title>budget ${ms(bound)}</title></line>`
          }),
        ],
      })}
      <span class="value">p95 ${ms(p95)}</span>
    </div>
  `
}

/** Steps as high as the number of responses in a bin, the highest as high as the row. */
function areaOf({ values }: Distribution, scale: Scale): string {
  const bins = Array.from({ length: binCount }, () => 0)
  for (const { ms: value, count } of values) {
    const bin = Math.min(binCount - 1, Math.floor(scale.share(value) * binCount))
    bins[bin] = (bins[bin] ?? 0) + count
  }
  const most = Math.max(...bins)
  const steps = bins.map((count, bin) => {
    if (count === 0) return ''
    // Every bin with a response is visible, even one of thousands.
    const height = Math.max(1.5, (count / most) * (rowHeight - 3))
    const [from, to] = [bin, bin + 1].map((edge) => round((edge / binCount) * pathWidth))
    return `H${from}V${round(rowHeight - height)}H${to}V${rowHeight}`
  })
  return `M0 ${rowHeight}${steps.join('')}z`
}

function ms(value: number | undefined): string {
  return formatQuantity(value ?? null, 'duration')
}
