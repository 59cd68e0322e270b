import { setTimeout as sleep } from 'node:timers/promises'
import type { LabFault } from './faults.ts'
import { cli, type Lab, type Ran } from './lab.ts'

/** `clustergate bench` of 400 requests, of which about the first 90 had no fault. */
export interface BenchmarkRun extends Ran {
  readonly requests: number
  readonly failed: number
  /** Requests by their last worker. */
  readonly byWorker: Readonly<Record<string, number>>
}

export const benchmarkRequests = 400

/** Begins the fault once a healthy worker has served 30 requests by its own record. */
export async function runBenchmark(lab: Lab, fault: LabFault): Promise<BenchmarkRun> {
  await lab.writeCluster({})
  await lab.resetRecords()
  const startMs = performance.now()
  const options = ['--concurrency-levels', '6', '--warmup', '0', '--min-success-rate', '99']
  const child = lab.start([
    ...[cli, 'bench', '--config', 'cluster.json', '--requests', String(benchmarkRequests)],
    ...[...options, '--output', 'bench.json', '--quiet'],
  ])
  let hasEnded = false
  void child.then(() => {
    hasEnded = true
  })
  while (!hasEnded && ((await lab.recordOf('one'))?.served ?? 0) < 30) await sleep(50)
  const begun = await fault.begin(lab)
  const { exitCode, all } = await child.finally(begun.repair)
  const seconds = (performance.now() - startMs) / 1_000
  return { exitCode, output: String(all), seconds, ...(await figuresOf(lab)) }
}

async function figuresOf(
  lab: Lab,
): Promise<Pick<BenchmarkRun, 'requests' | 'failed' | 'byWorker'>> {
  const file = JSON.parse(await lab.read('bench.json'))
  const [figures] = file.concurrency_benchmark
  const workers = figures.per_worker as readonly { id: string; total_requests: number }[]
  return {
    requests: figures.total_requests,
    failed: figures.failed,
    byWorker: Object.fromEntries(workers.map(({ id, total_requests }) => [id, total_requests])),
  }
}
