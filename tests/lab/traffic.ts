import { join } from 'node:path'
import { harmed, type LabFault } from './faults.ts'
import { cli, type Lab, type WorkerRecord, workerNames } from './lab.ts'

/** 300 requests of callers, of which the first 60 had no fault. */
export interface TrafficRun {
  /** Their outcomes at the callers. */
  readonly outcomes: Readonly<Record<string, number>>
  readonly secondsOfLongest: number
  /** What the balancer counted. */
  readonly stats: Stats
  /** The workers' own counters, of those still running. */
  readonly records: ReadonlyMap<string, WorkerRecord>
  /** What `serve` printed; empty for the library. */
  readonly output: string
}

interface Stats {
  readonly requests: number
  readonly outcomes: Readonly<Record<string, number>>
  readonly inFlight: number
  readonly workers: readonly { readonly id: string; readonly results: Record<string, number> }[]
}

/** How requests are sent: through the library in the caller's process, or `clustergate serve`. */
export type Way = 'library' | 'serve'

const caller = join(import.meta.dirname, 'caller.mjs')
const balancerModule = join(import.meta.dirname, '../../dist/lib/balancer.js')

/** Sends requests by a way, and begins the fault after the first 60. */
export async function runTraffic(lab: Lab, fault: LabFault, way: Way): Promise<TrafficRun> {
  await lab.writeCluster({})
  await lab.resetRecords()
  const front = way === 'serve' ? await startFront(lab) : undefined
  try {
    const args = front ? ['serve', front.url] : ['library', balancerModule, 'cluster.json']
    const calls = lab.start([caller, ...args])
    await untilEnded(calls, 60)
    const begun = await fault.begin(lab)
    const { stdout } = await calls.finally(begun.repair)
    const summary = String(stdout).split('\n').at(-1) ?? ''
    const { outcomes, maxMs, stats } = JSON.parse(summary)
    const records = await recordsOf(lab)
    if (begun.isRestart) records.delete(harmed)
    const output = front ? await front.stop() : ''
    return { outcomes, secondsOfLongest: maxMs / 1_000, stats, records, output }
  } finally {
    await front?.stop()
  }
}

async function startFront(lab: Lab) {
  const process = lab.start([cli, 'serve', '--config', 'cluster.json', '--port', '0'])
  const url = await new Promise<string>((resolve, reject) => {
    let text = ''
    process.stdout?.on('data', (chunk) => {
      text += chunk
      const found = /http:\/\/[\d.]+:\d+/.exec(text)?.[0]
      if (found) resolve(found)
    })
    void process.then(({ all }) => reject(new Error(`serve ended: ${String(all)}`)))
  })
  const stop = async () => {
    process.kill('SIGTERM')
    return String((await process).all)
  }
  return { url, stop }
}

function untilEnded(calls: ReturnType<Lab['start']>, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let ended = 0
    calls.stdout?.on('data', (chunk) => {
      ended += String(chunk).split('ended').length - 1
      if (ended >= count) resolve()
    })
    void calls.then(({ all }) => reject(new Error(`the caller ended: ${String(all)}`)))
  })
}

async function recordsOf(lab: Lab): Promise<Map<string, WorkerRecord>> {
  const records = new Map<string, WorkerRecord>()
  for (const name of workerNames) {
    const record = await lab.recordOf(name)
    if (record) records.set(name, record)
  }
  return records
}
