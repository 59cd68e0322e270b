import type { MetricValue } from '../units/dimension.ts'
import {
  type TelemetryName,
  telemetryNames,
  telemetryQuantities,
} from '../units/telemetry-quantity.ts'
import type { LoadRecord } from './load-record.ts'
import type { TelemetrySeries } from './telemetry-record.ts'

/**
 * Telemetry of workers as metrics: for each worker, and for all of them the worst value. The increase of a
 * counter is summed.
 */
export function telemetryMetrics({
  telemetry = {},
}: Pick<LoadRecord, 'telemetry'>): Record<string, MetricValue> {
  const metrics: Record<string, MetricValue> = {}
  for (const name of telemetryNames) {
    const known = Object.entries(telemetry).flatMap(([id, { series }]) => {
      const reported = series[name]
      return reported ? [{ id, reported }] : []
    })
    for (const { metric, of } of figuresOf(name)) {
      const values = known.map(({ id, reported }) => ({ id, value: of(reported) }))
      for (const { id, value } of values) metrics[`${metric}.${id}`] = value
      const all = values.map(({ value }) => value)
      if (all.length > 0) metrics[metric] = overWorkers(name, all)
    }
  }
  return metrics
}

interface Figure {
  readonly metric: string
  readonly of: (series: TelemetrySeries) => number
}

function figuresOf(name: TelemetryName): readonly Figure[] {
  const { kind, worst, hasMean } = telemetryQuantities[name]
  const metric = `telemetry.${name}`
  if (kind === 'count') return [{ metric, of: ({ increase = 0 }) => increase }]
  return [
    { metric: `${metric}.${worst}`, of: (series) => series[worst] },
    ...(hasMean ? [{ metric: `${metric}.avg`, of: ({ avg }: TelemetrySeries) => avg }] : []),
  ]
}

function overWorkers(name: TelemetryName, values: readonly number[]): number {
  const { kind, worst } = telemetryQuantities[name]
  if (kind === 'count') return values.reduce((sum, value) => sum + value, 0)
  return Math[worst](...values)
}
