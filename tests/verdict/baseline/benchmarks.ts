import type { RegressionBudget } from '../../../lib/conditions/regression-budget.ts'
import type { Baseline, BaselineRun } from '../../../lib/record/baseline/baseline.ts'
import type { LoadRecord } from '../../../lib/record/load-record.ts'
import type { Measurement } from '../../../lib/record/measurement.ts'
import type { Setting } from '../../../lib/record/setting.ts'
import type { Labels } from '../../../lib/units/labels.ts'
import { loadRecord } from '../../checks/benchmark/load-records.ts'

/** Throughput per second of each repetition, by concurrency. */
export type Ladder = Readonly<Record<number, readonly number[]>>

/** The loads of a benchmark with these throughputs, and latencies by Little's law. */
export function ladderLoads(
  ladder: Ladder,
  { side = 'candidate', hash = 'a1', planned = 100, workers = { w1: 50, w2: 50 } } = {},
): readonly LoadRecord[] {
  return Object.entries(ladder).flatMap(([concurrency, throughputs]) =>
    throughputs.map((perSecond, index) => ({
      ...loadRecord({
        ok: planned,
        durationMs: (planned / perSecond) * 1_000,
        timesMs: { latency: (Number(concurrency) / perSecond) * 1_000 },
      }),
      labels: { concurrency: Number(concurrency), side, repetition: index + 1 } as Labels,
      planned,
      workload: { name: 'chat', hash },
      workers: Object.fromEntries(
        Object.entries(workers).map(([id, serviceMs]) => [id, servingOf(serviceMs)]),
      ),
    })),
  )
}

function servingOf(serviceMs: number) {
  return loadRecord({ ok: 50, timesMs: { service_time: serviceMs } }).total
}

export const setting: Setting = {
  workers: [
    { id: 'w1', type: 'simulated', model: 'tiny', slots: 4 },
    { id: 'w2', type: 'simulated', model: 'tiny', slots: 4 },
  ],
  environment: { node: 'v20.0.0', platform: 'linux x64', cpus: '8 × any' },
}

export function benchmarkOf(loads: readonly LoadRecord[]): Measurement {
  return {
    check: 'benchmark',
    subject: { name: 'cluster' },
    metrics: {},
    evidence: [],
    notes: [],
    startedAt: '2026-11-24T10:00:00.000Z',
    durationMs: 1_000,
    loads,
    setting,
  }
}

export function runOf(loads: readonly LoadRecord[], day = '2026-11-20'): BaselineRun {
  return { startedAt: `${day}T10:00:00.000Z`, environment: setting.environment, loads }
}

export function baselineOf(...runs: readonly BaselineRun[]): Baseline {
  const { workers } = setting
  return {
    schemaVersion: 1,
    suite: 'Speed',
    test: 'stays fast',
    check: 'benchmark',
    workers,
    runs,
  }
}

/** Within 5 % at 99 %, looked at once. */
export const budget: RegressionBudget = { better: 'higher', withinPercent: 5, confidence: 0.99 }

/** Values that differ by 1 % with this centre. */
export function around(middle: number, count = 5): readonly number[] {
  const offsets = [0, 0.01, -0.01, 0.005, -0.005]
  return Array.from({ length: count }, (_, index) => middle * (1 + (offsets[index % 5] ?? 0)))
}
