import colors from 'tinyrainbow'
import type { Dimension } from '../../units/dimension.ts'
import { formatQuantity } from '../../units/quantity.ts'

/** One run in a plot. */
export interface PlotPoint {
  readonly value: number
  /** Excluded runs are marked below the axis, and do not affect the scale. */
  readonly isCounted: boolean
  /** Whether the level changed with this run. */
  readonly isChange: boolean
  /** The level that the run belongs to, if levels are known. */
  readonly level?: number | undefined
  /** Labels below the axis, of the first and the last run. */
  readonly date: string
}

const rows = 7
/** A run may use this many columns if there is room. */
const maxColumnsOfRun = 3
/** The scale spans at least this fraction of the values, so that noise is not magnified. */
const minSpan = 0.02

/**
 * A plot with its scale for a terminal, a column or more for each run, time from left to right. If there
 * are more runs than columns, a column shows the median of its runs.
 * @param width columns of the terminal
 */
export function plotLines(
  points: readonly PlotPoint[],
  dimension: Dimension,
  width: number,
): string[] {
  const scale = scaleOf(points.flatMap(({ isCounted, value }) => (isCounted ? value : [])))
  const labels = new Map(
    [0, (rows - 1) / 2, rows - 1].map((row) => [
      row,
      formatQuantity(valueAt(scale, row), dimension),
    ]),
  )
  const margin = Math.max(...[...labels.values()].map(({ length }) => length))
  const columns = columnsOf(points, Math.max(10, width - margin - 3))
  const body = Array.from({ length: rows }, (_, row) => {
    const label = labels.get(row)
    return `${(label ?? '').padStart(margin)} ${label ? '┤' : '│'}${rowOf(columns, row, scale)}`
  })
  const indent = ' '.repeat(margin + 1)
  return [...body, `${indent}└${axisOf(columns)}`, `${indent} ${datesOf(points, columns.length)}`]
}

interface Scale {
  readonly low: number
  readonly high: number
}

function scaleOf(values: readonly number[]): Scale {
  const [low, high] = values.length === 0 ? [0, 0] : [Math.min(...values), Math.max(...values)]
  const missing = Math.abs(low + high) * 0.5 * minSpan - (high - low)
  const pad = low === high && low === 0 ? 1 : Math.max(0, missing) / 2
  return { low: low - pad, high: high + pad }
}

function valueAt({ low, high }: Scale, row: number): number {
  return high - ((high - low) * row) / (rows - 1)
}

function rowAt({ low, high }: Scale, value: number): number {
  return Math.round(((high - value) / (high - low)) * (rows - 1))
}

/** The content of one column; empty between separated runs. */
interface Column {
  readonly value?: number | undefined
  readonly level?: number | undefined
  readonly mark: '▲' | 'x' | '─'
}

function columnsOf(points: readonly PlotPoint[], most: number): readonly Column[] {
  const each = Math.min(maxColumnsOfRun, Math.floor(most / points.length))
  if (each === 0) return bucketsOf(points, most).map(column)
  return points.flatMap((point, index) => {
    const gap: Column = { mark: '─', level: points[index - 1]?.level }
    const gaps = index === 0 ? 0 : each - 1
    return [...Array.from({ length: gaps }, () => gap), column([point])]
  })
}

function bucketsOf(points: readonly PlotPoint[], count: number): PlotPoint[][] {
  const start = (bucket: number) => Math.round((bucket * points.length) / count)
  return Array.from({ length: count }, (_, bucket) =>
    points.slice(start(bucket), start(bucket + 1)),
  )
}

function column(points: readonly PlotPoint[]): Column {
  const counted = points.filter(({ isCounted }) => isCounted)
  const values = counted.map(({ value }) => value).toSorted((a, b) => a - b)
  const isChange = points.some((point) => point.isChange)
  return {
    value: values[Math.floor(values.length / 2)],
    level: points.at(-1)?.level,
    mark: isChange ? '▲' : counted.length < points.length ? 'x' : '─',
  }
}

function rowOf(columns: readonly Column[], row: number, scale: Scale): string {
  return columns
    .map(({ value, level }) => {
      if (value !== undefined && rowAt(scale, value) === row) return '•'
      return level !== undefined && rowAt(scale, level) === row ? colors.dim('─') : ' '
    })
    .join('')
    .trimEnd()
}

function axisOf(columns: readonly Column[]): string {
  return columns.map(({ mark }) => (mark === '▲' ? colors.yellow(mark) : mark)).join('')
}

/** The first and the last day if both have room, else the last one. */
function datesOf(points: readonly PlotPoint[], width: number): string {
  const [first = '', last = ''] = [points[0]?.date, points.at(-1)?.date]
  if (first === last) return first
  const gap = width - first.length - last.length
  return gap > 0 ? first + ' '.repeat(gap) + last : `${first} to ${last}`
}

const bars = '▁▂▃▄▅▆▇█'

/** The last values as bars, from the lowest to the highest. */
export function sparkline(values: readonly number[], width: number): string {
  const shown = values.slice(-width)
  const { low, high } = scaleOf(shown)
  return shown
    .map((value) => bars[Math.round(((value - low) / (high - low)) * (bars.length - 1))])
    .join('')
}
