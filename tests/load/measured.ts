import { expect } from 'vitest'
import type { Balancer } from '../../lib/balancer/balancer.ts'
import type { Driver } from '../../lib/load/drivers/driver.ts'
import { runLoad } from '../../lib/load/run-load.ts'
import type { Sample } from '../../lib/load/series.ts'
import type { LoadRecord } from '../../lib/record/load-record.ts'
import type { RequestRecord } from '../../lib/simulator/ledger.ts'
import type { SimulatedWorker } from '../../lib/simulator/running-worker.ts'
import type { SimulatedCluster } from '../../lib/simulator/simulated-cluster.ts'
import { exact } from './loads.ts'
import { chat } from './workloads.ts'

export const tokens = 8
export const slots = 4
export const plannedMs = exact.timeToFirstTokenMs + (tokens - 1) * exact.tokenTimeMs

export interface Measured {
  readonly record: LoadRecord
  readonly samples: readonly Sample[]
  /** The ledger of each worker, by its id, in the order of arrival. */
  readonly ledgers: ReadonlyMap<string, readonly RequestRecord[]>
  /** All of it. */
  readonly served: readonly RequestRecord[]
  /** How far means and medians may be from the ledger's. */
  readonly toleranceMs: number
  /** How far the highest quantiles may be: one late moment is enough for them. */
  readonly tailToleranceMs: number
}

export async function measure(
  cluster: SimulatedCluster,
  balancer: Balancer,
  driver: Driver,
  isStreamed = true,
): Promise<Measured> {
  for (const worker of cluster.simulated) worker.reset()
  const samples: Sample[] = []
  const record = await runLoad({
    dispatcher: balancer,
    driver,
    signal: new AbortController().signal,
    workload: chat({ maxTokens: tokens, isStreamed }),
    onSample: (sample) => samples.push(sample),
  })
  const ledgers = new Map(cluster.simulated.map((worker) => [worker.id, ledgerOf(worker)]))
  const served = [...ledgers.values()].flat()
  // A timer of Node is up to a millisecond late, and one more passes on each side of the socket.
  const toleranceMs = 3 + record.client.eventLoopDelayP99Ms
  const tailToleranceMs = 3 + 2 * record.client.eventLoopDelayMaxMs
  return { record, samples, ledgers, served, toleranceMs, tailToleranceMs }
}

/** Times of this process's clock, instead of those since the worker's start. */
function ledgerOf(worker: SimulatedWorker): RequestRecord[] {
  const startedMs = worker.state().startedAtMs - performance.timeOrigin
  return worker.requests().map((request) => ({
    ...request,
    arrivedMs: request.arrivedMs + startedMs,
    startedMs: request.startedMs === null ? null : request.startedMs + startedMs,
    firstTokenMs: request.firstTokenMs === null ? null : request.firstTokenMs + startedMs,
    endedMs: request.endedMs + startedMs,
  }))
}

const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b)
export const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** By the nearest rank, as HDR histograms have it. */
export function quantile(values: readonly number[], share: number): number {
  return sorted(values)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? Number.NaN
}

/** Each of the upper ones is at least its counterpart: true for sums as well as for the values in order. */
export function expectAbove(upper: readonly number[], lower: readonly number[]): void {
  const [above, below] = [sorted(upper), sorted(lower)]
  expect(above).toHaveLength(below.length)
  // A tenth of a millisecond is more than two clocks' reading apart, and less than any timer.
  for (const [index, value] of above.entries())
    expect(value).toBeGreaterThan((below[index] ?? 0) - 0.1)
}

export function expectWithin(
  actual: number | undefined,
  expected: number,
  tolerance: number,
): void {
  expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThanOrEqual(tolerance)
}
