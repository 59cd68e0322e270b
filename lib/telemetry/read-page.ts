import type { MetricName, MetricNames } from '../servers/metric-names.ts'
import { type PrometheusSample, prometheusSamples } from '../servers/prometheus-samples.ts'
import {
  type Across,
  type TelemetryName,
  telemetryQuantities,
  telemetryUnits,
} from '../units/telemetry-quantity.ts'

/** In the unit of each quantity's dimension; unreported quantities are absent. */
export type PageValues = Readonly<Partial<Record<TelemetryName, number>>>

/**
 * The values of a page of metrics for each quantity with a name in its format.
 * @throws MalformedMetric if one of these metrics cannot be read
 */
export function readPage(text: string, names: MetricNames): PageValues {
  const entries = Object.entries(names) as [TelemetryName, readonly MetricName[]][]
  const asked = new Set(entries.flatMap(([, metrics]) => metrics.map(({ name }) => name)))
  const samples = prometheusSamples(text, asked)
  const values = entries.flatMap(([quantity, metrics]) => {
    const value = quantityOf(samples, quantity, metrics)
    return value === undefined ? [] : [[quantity, value]]
  })
  return Object.fromEntries(values)
}

function quantityOf(
  samples: readonly PrometheusSample[],
  quantity: TelemetryName,
  metrics: readonly MetricName[],
): number | undefined {
  const { across: usual } = telemetryQuantities[quantity]
  for (const { name, labels = {}, unit, across = usual } of metrics) {
    // NaN if an exporter does not know a value.
    const values = samples
      .filter((sample) => sample.name === name && hasAll(sample.labels, labels))
      .flatMap(({ value }) => (Number.isFinite(value) ? value : []))
    if (values.length === 0) continue
    return combined(values, across) * (unit === undefined ? 1 : telemetryUnits[unit].factor)
  }
  return undefined
}

function hasAll(
  labels: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(wanted).every(
    ([name, value]) => Object.hasOwn(labels, name) && labels[name] === value,
  )
}

function combined(values: readonly number[], across: Across): number {
  return values.reduce(combine[across])
}

const combine: Readonly<Record<Across, (a: number, b: number) => number>> = {
  max: (a, b) => Math.max(a, b),
  min: (a, b) => Math.min(a, b),
  sum: (a, b) => a + b,
}
