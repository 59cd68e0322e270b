import { type LoadReport, loadReports } from '../../balancer/load-report.ts'
import type { Worker, WorkerType } from '../../cluster/cluster.ts'
import { pause } from '../../load/pause.ts'
import { seededRandom } from '../../stats/seeded-random.ts'
import { requestWorker } from '../worker-request.ts'

/**
 * What else to ask where the balancer's report is switched off, as llama.cpp's `/slots` may be. LM
 * Studio and Ollama tell which models are in memory, and not whether they are busy.
 * Source: llama.cpp's server README (`/metrics`).
 */
const furtherReports: Partial<Record<WorkerType, LoadReport>> = {
  llama_cpp: {
    path: '/metrics',
    read: (text) => {
      const counts = [...text.matchAll(/^llamacpp:requests_(?:processing|deferred) (\S+)/gm)]
      if (counts.length === 0) return undefined
      return counts.reduce((sum, [, count]) => sum + Number(count), 0)
    },
  },
}

/** How busy a worker says it is. */
export interface ToldLoad {
  /** The most requests that were under way at once, of all looks. */
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
): Promise<ToldLoad | undefined> {
  const type = worker.simulate?.imitates ?? worker.type
  for (const report of [loadReports[type], furtherReports[type]]) {
    const told = report && (await lookAtReport(worker, report, options))
    if (told) return told
  }
  return undefined
}

async function lookAtReport(
  worker: Worker,
  { path, read }: LoadReport,
  { looks, intervalMs, timeoutMs, signal }: LookOptions,
): Promise<ToldLoad | undefined> {
  const counts: number[] = []
  const random = seededRandom(1)
  while (counts.length < looks && !signal.aborted) {
    // At irregular times, so that it keeps no step with what is to be seen.
    if (counts.length > 0) await pause(intervalMs * (0.5 + random()), signal)
    const answer = await requestWorker(worker, { path, timeoutMs, signal })
    // Servers have these pages switched off by default or by age.
    if (!answer.ok || answer.status !== 200) break
    const count = readSafely(read, answer.body)
    if (count === undefined) break
    counts.push(count)
  }
  if (counts.length === 0) return undefined
  return { running: Math.max(...counts), path, looks: counts.length }
}

function readSafely(read: LoadReport['read'], text: string): number | undefined {
  try {
    return read(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
