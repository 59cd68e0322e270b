import type { MetricValue } from '../../units/dimension.ts'
import type { Interval } from '../../units/interval.ts'
import type { Drift } from './drift-watch.ts'
import type { RelativeChange } from './relative-change.ts'

export interface DriftMetrics {
  readonly metrics: Readonly<Record<string, MetricValue | undefined>>
  readonly intervals: Readonly<Record<string, Interval | undefined>>
}

/** A rise of the service time below this is nothing that anybody would look after, however sure it is. */
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
  // Of whom nothing is known, nothing is said: an empty list would be an acquittal.
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

/** Those whose service time rose beyond noise: by as much even at the low end of its interval. */
function throttledWorkers(service: ReadonlyMap<string, RelativeChange>): string[] {
  return [...service].flatMap(([id, { interval }]) =>
    interval && interval.low > minRisePercent ? [id] : [],
  )
}
