import type { Worker } from '../../cluster/cluster.ts'
import type { LoadReport } from '../../servers/server.ts'
import { serverOf } from '../../servers/servers.ts'
import { seededRandom } from '../../stats/seeded-random.ts'
import { pause } from '../../time/pause.ts'
import { requestWorker } from '../kit/worker-request.ts'

/** How busy a worker says it is. */
export interface ReportedLoad {
  /** The most requests that were in flight at once, of all looks. */
  readonly running: number
  /** The path that told it. */
  readonly path: string
  readonly looks: number
}

export interface LookOptions {
  /** How often to look: a single look may fall between two requests. */
  readonly looks: number
  /** Mean time between two looks. */
  readonly intervalMs: number
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** Asks the server's own page several times; undefined where there is none that tells. */
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
    // At irregular times, so that it keeps no step with what is to be seen.
    if (counts.length > 0) await pause(intervalMs * (0.5 + random()), signal)
    const response = await requestWorker(worker, { path, timeoutMs, signal })
    // Servers have these pages switched off by default or by age.
    if (!response.ok || response.status !== 200) break
    const count = read(response.body)
    if (count === undefined) break
    counts.push(count)
  }
  if (counts.length === 0) return undefined
  return { running: Math.max(...counts), path, looks: counts.length }
}
