import type { MetricValue } from '../../units/dimension.ts'
import type { Interval } from '../../units/interval.ts'
import type { Drift } from './drift-watch.ts'
import type { RelativeChange } from './relative-change.ts'

export interface DriftMetrics {
  readonly metrics: Readonly<Record<string, MetricValue | undefined>>
  readonly intervals: Readonly<Record<string, Interval | undefined>>
}

/** A smaller rise of the service time is not reported, however certain it is. */
const minRisePercent = 5

/** A drift as metrics, with the intervals that the sample allows. */
export function driftMetrics({
  throughput,
  latency,
  service,
  failedInLastThird,
}: Drift): DriftMetrics {
  const changes: [string, RelativeChange | undefined][] = [
    ['throughput.drift', throughput],
    ['latency.drift', latency],
    ...[...service].map(([id, change]): [string, RelativeChange] => [
      `service_drift.${id}`,
      change,
    ]),
  ]
  // Unknown workers are not reported: an empty list would mean that none is throttled.
  const throttled = service.size === 0 ? undefined : throttledWorkers(service)
  return {
    metrics: {
      ...Object.fromEntries(changes.map(([name, change]) => [name, change?.percent])),
      'errors.last_third': failedInLastThird,
      throttled,
      'throttled.count': throttled?.length,
    },
    intervals: Object.fromEntries(changes.map(([name, change]) => [name, change?.interval])),
  }
}

/** Workers whose service time rose beyond noise: by this much even at the low end of the interval. */
function throttledWorkers(service: ReadonlyMap<string, RelativeChange>): string[] {
  return [...service].flatMap(([id, { interval }]) =>
    interval && interval.low > minRisePercent ? [id] : [],
  )
}
