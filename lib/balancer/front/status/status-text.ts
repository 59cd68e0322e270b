import { tableLines } from '../../../units/table-lines.ts'
import type { StatusReport, WorkerReport } from './status-board.ts'

/** The status for a terminal, or a browser that runs no scripts. */
export function statusText(report: StatusReport): string {
  const { strategy, requests, inFlight, queued, requestsPerSecond, outcomes, workers } = report
  const ended = Object.entries(outcomes).filter(([, count]) => count > 0)
  const lines = [
    `clustergate ${report.at}`,
    `strategy ${strategy}, ${requests} requests, ${inFlight} in flight, ${queued} queued, ${requestsPerSecond.toFixed(1)}/s`,
    `outcomes ${ended.map(([outcome, count]) => `${outcome} ${count}`).join(', ') || 'none yet'}`,
    '',
    ...tableLines([titles, ...workers.map(cells)]),
  ]
  if (report.events.length > 0)
    lines.push('', ...report.events.map(({ at, text }) => `${at} ${text}`))
  return `${lines.join('\n')}\n`
}

const titles = [
  'worker',
  'address',
  'state',
  'slots',
  'req/s',
  'share',
  'p50',
  'p95',
  'ok',
  'failed',
]

function cells(worker: WorkerReport): string[] {
  const { id, address, state, inFlight, slotsNow, share, results, failed } = worker
  return [
    ...[id, address, state, `${inFlight}/${slotsNow}`],
    ...[worker.requestsPerSecond.toFixed(1), `${share.toFixed(1)}%`],
    ...[inMs(worker.p50ServiceMs), inMs(worker.p95ServiceMs), String(results.ok), String(failed)],
  ]
}

function inMs(ms: number | undefined): string {
  return ms === undefined ? '-' : `${ms.toFixed(ms < 10 ? 1 : 0)}ms`
}
