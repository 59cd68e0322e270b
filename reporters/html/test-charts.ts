import type { Measurement } from '../../lib/record/measurement.ts'
import { html, type Markup } from '../../lib/rendering/html-markup.ts'
import { distributionChart } from './charts/distribution-chart.ts'
import { shareChart } from './charts/share-chart.ts'
import { telemetryChart } from './charts/telemetry-chart.ts'
import { timelineChart } from './charts/timeline-chart.ts'
import { allowedRange, boundsOf } from './data/allowed-range.ts'
import type { Budget } from './data/budgets.ts'
import { levelsOf, workerShares } from './data/levels.ts'
import { groupLoads, loadsOf } from './data/loads.ts'
import type { ReportedTest } from './data/reported-test.ts'
import { scalingCharts } from './scaling-charts.ts'
import { counted } from './texts.ts'

/** Benchmarks of a test in TypeScript, of which there may be many. */
const maxMeasurements = 3

/** The charts of a test; undefined if there are none, or no room for them. */
export function testCharts(test: ReportedTest, workerIds: ReadonlySet<string>): Markup | undefined {
  const { budgets, isCharted, loadsLeftOut } = test
  if (!isCharted) return undefined
  const measurements = test.cases.flatMap((each) => each.measurements)
  const loads = loadsOf(test)
  const charts = [
    ...measurements
      .slice(0, maxMeasurements)
      .flatMap((measurement) => [
        ...scalingCharts(measurement, budgets),
        ...sharesOf(measurement, workerIds),
      ]),
    distributionChart(groupLoads(loads), latencyBounds(budgets)),
    timelineChart(loads),
    telemetryChart(loads),
  ].flatMap((chart) => chart ?? [])
  if (charts.length === 0) return undefined
  return html`
    <div class="charts">${charts}</div>
    ${loadsLeftOut > 0 && html`<p class="left-out">${counted(loadsLeftOut, 'more load')} in the run record</p>`}
  `
}

function sharesOf(measurement: Measurement, workerIds: ReadonlySet<string>): Markup[] {
  const levels = levelsOf(measurement)
  const all = (levels.length > 0 ? levels : [{ labels: {}, name: '' }])
    .map(({ labels, name }) => ({ name, workers: workerShares(measurement, labels, workerIds) }))
    .filter(({ workers }) => workers.length > 1)
  return all.length > 0
    ? [shareChart(all, 'Share of the responses; equal workers serve equal shares.')]
    : []
}

/** Metrics of single requests, at any level. */
function latencyBounds(budgets: readonly Budget[]): number[] {
  const bounds = budgets.flatMap(({ title, parsed }) => {
    const range = parsed && allowedRange(parsed.condition)
    return /^(?:open_loop\.)?latency\.(?:p\d|max)/.test(title) && range ? boundsOf(range) : []
  })
  return [...new Set(bounds)]
}
