import type { MetricValue } from '../units/dimension.ts'
import type { LoadRecord, SeriesRecord, TimeName } from './load-record.ts'
import { telemetryMetrics } from './telemetry-metrics.ts'

/** The metrics of one load, by their names in the specs; unmeasured ones are undefined. */
export function recordMetrics(
  record: LoadRecord,
): Readonly<Record<string, MetricValue | undefined>> {
  const { total, workers, durationMs } = record
  const perSecond = (count: number) => (durationMs > 0 ? (count / durationMs) * 1_000 : undefined)
  const ofEnded = (count: number | undefined) =>
    count === undefined || total.ended === 0 ? undefined : (count / total.ended) * 100
  const served = Object.values(workers).reduce((sum, { ok }) => sum + ok, 0)
  const shares = Object.entries(workers).map(([id, { ok }]) => [
    `share.${id}`,
    served === 0 ? undefined : (ok / served) * 100,
  ])
  return {
    requests: total.ended,
    failed: total.ended - total.ok,
    success_rate: ofEnded(total.ok),
    goodput: ofEnded(total.good),
    throughput: total.ended === 0 ? undefined : perSecond(total.ok),
    'tokens_per_second.output': total.outputTokens > 0 ? perSecond(total.outputTokens) : undefined,
    'tokens_per_second.input': total.inputTokens > 0 ? perSecond(total.inputTokens) : undefined,
    retries: record.retries,
    // Workers that serve nothing are never full, which shows nothing about their slots.
    slots_exceeded: record.slotsExceeded > 0 || total.ok > 0 ? record.slotsExceeded : undefined,
    'in_flight.max': total.inFlightMax,
    ...Object.fromEntries(shares),
    ...timeMetrics(total),
    ...telemetryMetrics(record),
  }
}

/** In the order of the docs. */
const timeNames: readonly TimeName[] = [
  'latency',
  'ttft',
  'itl',
  'tpot',
  'queue_wait',
  'service_time',
]

/** `latency.p95` and so on, for every measured time. */
function timeMetrics({ times }: SeriesRecord) {
  const entries = timeNames.flatMap((name) => {
    const time = times[name]
    if (!time) return []
    return [
      [`${name}.avg`, time.avgMs],
      [`${name}.p50`, time.p50Ms],
      [`${name}.p90`, time.p90Ms],
      [`${name}.p95`, time.p95Ms],
      [`${name}.p99`, time.p99Ms],
      [`${name}.p99.9`, time.p999Ms],
      [`${name}.max`, time.maxMs],
    ]
  })
  return Object.fromEntries(entries)
}
