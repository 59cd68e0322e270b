import type { Worker } from '../../cluster/cluster.ts'
import type { LoadReport } from '../../servers/server.ts'
import { serverOf } from '../../servers/servers.ts'
import { seededRandom } from '../../stats/seeded-random.ts'
import { pause } from '../../time/pause.ts'
import { requestWorker } from '../kit/worker-request.ts'

/** How busy a worker reports to be. */
export interface ReportedLoad {
  /** The maximum number of requests in flight over all samples. */
  readonly running: number
  /** The path of the report. */
  readonly path: string
  readonly looks: number
}

export interface LookOptions {
  /** Number of samples: a single one may fall between two requests. */
  readonly looks: number
  /** Mean time between two samples, in milliseconds. */
  readonly intervalMs: number
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** Requests the server's own report several times; undefined if it has none. */
export async function lookAtLoad(
  worker: Worker,
  options: LookOptions,
): Promise<ReportedLoad | undefined> {
  for (const report of serverOf(worker).loadReports) {
    const reported = await lookAtReport(worker, report, options)
    if (reported) return reported
  }
  return undefined
}

async function lookAtReport(
  worker: Worker,
  { path, read }: LoadReport,
  { looks, intervalMs, timeoutMs, signal }: LookOptions,
): Promise<ReportedLoad | undefined> {
  const counts: number[] = []
  const random = seededRandom(1)
  while (counts.length < looks && !signal.aborted) {
    // At irregular times, to avoid synchronising with other requests.
    if (counts.length > 0) await pause(intervalMs * (0.5 + random()), signal)
    const response = await requestWorker(worker, { path, timeoutMs, signal })
    // Servers have these pages disabled by default, or lack them in older versions.
    if (!response.ok || response.status !== 200) break
    const count = read(response.body)
    if (count === undefined) break
    counts.push(count)
  }
  if (counts.length === 0) return undefined
  return { running: Math.max(...counts), path, looks: counts.length }
}
