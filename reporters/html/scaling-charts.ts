import { lossNames } from '../../lib/record/loss-names.ts'
import type { Measurement } from '../../lib/record/measurement.ts'
import type { Markup } from '../../lib/rendering/html-markup.ts'
import { type ChartSeries, type LineBudget, lineChart, type Point } from './charts/line-chart.ts'
import { lossChart } from './charts/loss-chart.ts'
import { allowedRange, boundsOf } from './data/allowed-range.ts'
import type { Budget } from './data/budgets.ts'
import { levelsOf, type MeasuredLevel } from './data/levels.ts'

/** Throughput and speedup over the levels of a benchmark, and the losses of the speedup. */
export function scalingCharts(measurement: Measurement, budgets: readonly Budget[]): Markup[] {
  const levels = levelsOf(measurement)
  const across = acrossOf(levels)
  const losses = levels.flatMap(lossOf)
  const isLine = new Set(levels.map(({ labels }) => labels[across])).size > 1
  return [
    ...(isLine ? [throughputChart(levels, across, measurement, budgets)] : []),
    ...(isLine ? speedupChart(levels, across, budgets) : []),
    ...(losses.length > 0 ? [lossChart(losses)] : []),
  ]
}

/** The label that varies between levels: each number of workers may have a concurrency of its own. */
function acrossOf(levels: readonly MeasuredLevel[]): 'workers' | 'concurrency' {
  const workers = new Set(levels.map(({ labels }) => labels.workers))
  return workers.size > 1 && workers.size === levels.length ? 'workers' : 'concurrency'
}

function throughputChart(
  levels: readonly MeasuredLevel[],
  across: 'workers' | 'concurrency',
  measurement: Measurement,
  budgets: readonly Budget[],
): Markup {
  const baseline = pointsOf(levels, across, 'baseline.throughput')
  const slots = across === 'concurrency' ? slotsOf(measurement) : Number.POSITIVE_INFINITY
  const measured = pointsOf(levels, across, 'throughput')
  return lineChart({
    title: 'Throughput',
    caption: Number.isFinite(slots)
      ? `Responses per second. Ideal: each of the ${slots} slots adds as much as the first ones.`
      : 'Responses per second. Ideal: each worker adds as much as the first ones.',
    across,
    dimension: 'rate',
    series: [
      { name: 'measured', className: 'measured', points: measured },
      ...(baseline.length > 0
        ? [{ name: 'baseline', className: 'reference', points: baseline } satisfies ChartSeries]
        : []),
    ],
    ideal: idealThroughput(measured, slots),
    budgets: budgetsOn('throughput', across, budgets),
  })
}

function speedupChart(
  levels: readonly MeasuredLevel[],
  across: 'workers' | 'concurrency',
  budgets: readonly Budget[],
): Markup[] {
  const points = pointsOf(levels, across, 'speedup')
  if (points.length === 0) return []
  return [
    lineChart({
      title: 'Speedup',
      caption:
        'Throughput over that of the baseline. Ideal: as many times as there are slots to use.',
      across,
      dimension: 'multiplier',
      series: [{ name: 'measured', className: 'measured', points }],
      ideal: levels.flatMap((level): Point[] => {
        const [x, ideal] = [level.labels[across], idealSpeedup(level)]
        return typeof x === 'number' && ideal !== undefined ? [{ x, y: ideal }] : []
      }),
      budgets: budgetsOn('speedup', across, budgets),
    }),
  ]
}

/** In the order of the axis; of several levels at one position the last. */
function pointsOf(
  levels: readonly MeasuredLevel[],
  across: 'workers' | 'concurrency',
  metric: string,
): Point[] {
  const points = levels.flatMap((level): Point[] => {
    const [x, y, interval] = [level.labels[across], level.metric(metric), level.interval(metric)]
    if (typeof x !== 'number' || y === undefined) return []
    return [{ x, y, ...(interval && { interval }) }]
  })
  return [...new Map(points.map((point) => [point.x, point])).values()].toSorted(
    (a, b) => a.x - b.x,
  )
}

const idealSteps = 30

/**
 * Proportional to the first point until all slots are in use; with many points, because an axis may be a
 * log scale.
 */
function idealThroughput(points: readonly Point[], slots: number): Point[] {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || first.x > slots) return []
  const steps = Array.from(
    { length: idealSteps + 1 },
    (_, step) => first.x + ((last.x - first.x) * step) / idealSteps,
  )
  const xs = [...new Set([...steps, ...points.map(({ x }) => x), Math.min(slots, last.x)])]
  return xs
    .toSorted((a, b) => a - b)
    .map((x) => ({ x, y: (first.y / first.x) * Math.min(x, slots) }))
}

function slotsOf({ setting }: Measurement): number {
  const slots = setting?.workers.reduce((sum, worker) => sum + worker.slots, 0)
  return slots && slots > 0 ? slots : Number.POSITIVE_INFINITY
}

/** The ratio of usable slots of the candidate. */
function idealSpeedup(level: MeasuredLevel): number | undefined {
  const [speedup, efficiency] = [level.metric('speedup'), level.metric('scaling_efficiency')]
  return speedup === undefined || !efficiency ? undefined : speedup / (efficiency / 100)
}

function lossOf(level: MeasuredLevel) {
  const [speedup, ideal] = [level.metric('speedup'), idealSpeedup(level)]
  if (speedup === undefined || ideal === undefined) return []
  const parts = Object.keys(lossNames).flatMap((name) => {
    const value = level.metric(`loss.${name}`)
    return value === undefined ? [] : [[name, value] as const]
  })
  // One slot against one has no loss.
  if (parts.length === 0 || ideal < 1.001) return []
  return [{ name: level.name, speedup, ideal, parts: Object.fromEntries(parts) }]
}

function budgetsOn(
  metric: string,
  across: 'workers' | 'concurrency',
  budgets: readonly Budget[],
): LineBudget[] {
  return budgets.flatMap(({ first, parsed, condition }) => {
    const range = parsed && allowedRange(parsed.condition)
    if (first.metric !== metric || first.baseline || !range) return []
    const at = first.at?.[across]
    const x = typeof at === 'number' ? at : undefined
    return boundsOf(range).map((value) => ({ x, value, words: condition }))
  })
}
