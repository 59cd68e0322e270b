import { HistoryError } from '../../lib/history/history-error.ts'
import { minRuns } from '../../lib/history/trend.ts'
import { html, type Markup } from '../../lib/rendering/html-markup.ts'
import { type LegendEntry, legend } from './charts/figure.ts'
import { trendChart } from './charts/trend-chart.ts'
import type { PastRuns } from './data/past-runs.ts'
import type { ReportedRun } from './data/reported-run.ts'
import { lastMoveOf, type MetricTrend, trendsOf } from './data/trends.ts'
import { counted, inDigits, sentence } from './texts.ts'

/** More than these are folded. */
const shownMoved = 6
const shownSteady = 4
/** More charts of each kind are not readable. */
const most = 24

/** The trends of budgeted metrics; undefined if no earlier run has them. */
export function trendSection(reported: ReportedRun, past: PastRuns): Markup | undefined {
  if (past.complaint !== undefined) return unread(past.complaint)
  try {
    const trends = trendsOf(reported, past)
    return trends.length > 0 ? sectionOf(trends) : undefined
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error
    return unread(error.message)
  }
}

function unread(complaint: string): Markup {
  return html`<p class="notice">No trend is drawn, since the history cannot be read: ${sentence(complaint)}.</p>`
}

function sectionOf(trends: readonly MetricTrend[]): Markup {
  const moved = trends.filter(({ trend }) => lastMoveOf(trend))
  const steady = trends.filter(({ trend }) => !lastMoveOf(trend))
  const runs = Math.max(...trends.map(({ trend }) => trend.points.length))
  return html`
    <section class="trends" id="trends" aria-labelledby="trends-title">
      <h2 id="trends-title">Trend <small>up to this run, ${counted(runs, 'run')}</small></h2>
      <p>${leadOf(trends, moved)}</p>
      ${charts(moved.slice(0, shownMoved))}
      ${folded(moved.slice(shownMoved), 'more that moved')}
      ${
        steady.length > shownSteady
          ? folded(steady, moved.length > 0 ? 'without a moved level' : 'metrics')
          : charts(steady)
      }
    </section>
  `
}

const marks: readonly LegendEntry[] = [
  { className: 'counted', shape: 'circle', text: 'a run' },
  { className: 'left-out', shape: 'circle', text: 'left out: failed or void' },
  { className: 'now', shape: 'circle', text: 'this run' },
  { className: 'bound-line', shape: 'line', text: 'budget' },
  { className: 'move', shape: 'bound', text: 'moved level' },
]

function folded(trends: readonly MetricTrend[], words: string): Markup | undefined {
  if (trends.length === 0) return undefined
  const left = trends.length - most
  return html`
    <details class="folded">
      <summary>${inDigits(trends.length)} ${words}</summary>
      ${charts(trends.slice(0, most))}
      ${left > 0 && html`<p class="left-out">and ${inDigits(left)} more: ${sentence('`clustergate history`')}</p>`}
    </details>
  `
}

function charts(trends: readonly MetricTrend[]): Markup | undefined {
  if (trends.length === 0) return undefined
  return html`<div class="trend-charts">${legend(marks)}<div class="charts">${trends.map(trendChart)}</div></div>`
}

function leadOf(trends: readonly MetricTrend[], moved: readonly MetricTrend[]): string {
  const counts = trends.map(({ trend }) => trend.points.filter((each) => each.isCounted).length)
  const most = Math.max(...counts)
  if (moved.length > 0) {
    return `The level of ${inDigits(moved.length)} of ${counted(trends.length, 'budgeted metric')} moved.`
  }
  if (most < minRuns) {
    return `Too few runs to find a shift: ${most} count, ${minRuns} are needed.`
  }
  return 'No shift was found.'
}
