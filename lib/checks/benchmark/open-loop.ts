import { recordMetrics } from '../../record/record-metrics.ts'
import type { MetricValue } from '../../units/dimension.ts'
import { labelled } from '../../units/labels.ts'
import type { MeasurementBuilder } from '../kit/measurement-builder.ts'
import { perSecond } from './level-metrics.ts'
import type { LoadSender } from './load-sender.ts'
import type { LevelLoads } from './measure-level.ts'

/**
 * Adds open loops to a closed loop, at parts of the throughput that it measured. A closed loop waits while
 * the cluster stalls, and so hides the stall; here requests are due regardless (Tene, "How NOT to measure
 * latency"; coordinated omission).
 * @param parts in percent of the measured throughput
 */
export async function respondByOpenLoop(
  { level, candidate }: LevelLoads,
  parts: readonly number[],
  requests: number,
  sender: LoadSender,
  builder: MeasurementBuilder,
): Promise<void> {
  const measured = candidate.reduce((sum, each) => sum + perSecond(each), 0) / candidate.length
  if (!(measured > 0)) return
  for (const part of parts) {
    const labels = { ...level.labels, load: part }
    const record = await sender.send(level, level.candidate, {
      driver: {
        kind: 'open',
        ratePerSecond: (measured * part) / 100,
        arrivals: 'poisson',
        requests,
        seed: 1,
      },
      labels,
      from: 0,
    })
    if (record.total.ended === 0) return
    builder.load(record).metrics(openLoopMetrics(record, labels))
    builder.unfit(record.client.limitedBy)
  }
}

function openLoopMetrics(
  record: Parameters<typeof recordMetrics>[0],
  labels: Parameters<typeof labelled>[1],
): Record<string, MetricValue | undefined> {
  const all = recordMetrics(record)
  const entries = names.map((name) => [labelled(`open_loop.${name}`, labels), all[name]] as const)
  return Object.fromEntries(entries)
}

const names = [
  'throughput',
  'success_rate',
  'goodput',
  ...['p50', 'p90', 'p95', 'p99', 'p99.9', 'max'].map((quantile) => `latency.${quantile}`),
  ...['p50', 'p95', 'p99'].map((quantile) => `ttft.${quantile}`),
]
