import { html, type Markup } from '../../../lib/rendering/html-markup.ts'
import { formatQuantity } from '../../../lib/units/quantity.ts'
import type { ReachStep, StepKind, WorkerReach } from '../data/reachability.ts'
import { sign } from '../data/status.ts'
import { counted, shortMessage, shortName } from '../texts.ts'
import { extentOf } from './extent.ts'
import { figure } from './figure.ts'
import { type MarkShape, mark, plot, xAxis } from './plot.ts'
import { logScale, percent, type Scale } from './scale.ts'

/** Beyond this, reached workers are folded. */
const maxRows = 24
const rowHeight = 26
const middle = 13

const shapes: Readonly<Record<StepKind, MarkShape>> = {
  ping: 'circle',
  port: 'diamond',
  response: 'square',
}

/** The map of the workers: how far each was reached, and in what time. */
export function reachChart(workers: readonly WorkerReach[]): Markup {
  const bad = workers.filter(({ outcome }) => outcome !== 'reached')
  const good = workers.filter(({ outcome }) => outcome === 'reached')
  const scale = scaleOf(workers)
  const isLong = workers.length > maxRows
  const shown = isLong ? bad : workers
  return figure({
    title: `${good.length} of ${counted(workers.length, 'worker')} reached`,
    caption:
      'From this machine to each worker: ping, connect, first response. The time is on a log scale.',
    isWide: true,
    legend: [
      { className: 'measured', shape: 'circle', text: 'ping' },
      { className: 'measured', shape: 'diamond', text: 'connect' },
      { className: 'measured', shape: 'square', text: 'first response' },
      ...(bad.length > 0
        ? [{ className: 'fail', shape: 'cross' as const, text: 'broke off' }]
        : []),
    ],
    plots: [
      shown.length > 0 && rowsMarkup(shown, scale),
      isLong &&
        good.length > 0 &&
        html`
        <details>
          <summary>${counted(good.length, 'worker')} reached</summary>
          ${rowsMarkup(good, scale)}
        </details>
      `,
    ],
    numbers: {
      heads: ['worker', 'address', 'ping', 'connect', 'first response', ''],
      rows: workers.map(({ id, address, steps, outcome, words }) => [
        ...[id, address],
        ...(['ping', 'port', 'response'] as const).map((kind) => timeOf(steps, kind)),
        outcome === 'reached' ? 'reached' : shortMessage(words),
      ]),
    },
  })
}

function rowsMarkup(workers: readonly WorkerReach[], scale: Scale): Markup {
  return html`<div class="rows reach">${workers.map((worker, index) =>
    rowMarkup(worker, scale, index === workers.length - 1),
  )}</div>`
}

function rowMarkup(worker: WorkerReach, scale: Scale, isLast: boolean): Markup {
  const { id, address, steps, outcome, words } = worker
  const reached = steps.filter((step) => step.outcome === 'reached')
  const broken = steps.find((step) => step.outcome === 'failed')
  const far = Math.max(0, ...reached.map((step) => shareOf(step, scale)))
  const end = broken && Math.max(far, shareOf(broken, scale))
  return html`
    <div class="row${isLast && ' last'}">
      <span class="name">${sign(outcome === 'reached' ? 'passed' : outcome === 'failed' ? 'failed' : 'skipped')} ${shortName(id)} <small>${shortName(address)}</small></span>
      ${plot({
        label: `${id}: ${words}`,
        height: rowHeight,
        content: [
          isLast && xAxis(scale, 'duration', rowHeight),
          html`<line class="axis" x1="0" x2="100%" y1="${middle}" y2="${middle}"/>`,
          html`<line class="way" x1="0" x2="${percent(far)}" y1="${middle}" y2="${middle}"/>`,
          end !== undefined &&
            html`<line class="way broken" x1="${percent(far)}" x2="${percent(end)}" y1="${middle}" y2="${middle}"/>`,
          reached.map((step) =>
            mark(shapes[step.kind], shareOf(step, scale), middle, 'measured', step.words),
          ),
          broken && mark('cross', end ?? 0, middle, 'fail', broken.words),
        ],
      })}
      <span class="value${outcome === 'failed' && ' bad'}">${shortName(words)}</span>
    </div>
  `
}

/** Untimed steps are at the start. */
function shareOf({ ms }: ReachStep, scale: Scale): number {
  return ms === undefined ? 0 : scale.share(ms)
}

function scaleOf(workers: readonly WorkerReach[]): Scale {
  const times = workers.flatMap(({ steps }) =>
    steps.flatMap(({ ms }) => (ms && ms > 0 ? [ms] : [])),
  )
  if (times.length === 0) return logScale(0.1, 1_000)
  const { low, high } = extentOf(times)
  return logScale(low / 2, high * 1.5)
}

function timeOf(steps: readonly ReachStep[], kind: StepKind): string {
  const step = steps.find((each) => each.kind === kind)
  if (!step) return 'not tried'
  if (step.outcome === 'failed') return 'failed'
  return step.ms === undefined ? 'reached' : formatQuantity(step.ms, 'duration')
}
