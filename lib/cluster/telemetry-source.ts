import type { TelemetryFormat } from '../generated/cluster.ts'
import type { TelemetryName, TelemetryUnit } from '../units/telemetry-quantity.ts'

/** A page of metrics about a worker, as Prometheus text. */
export interface TelemetrySource {
  /** Undefined: `/metrics` of the worker itself. */
  readonly url?: string
  /** Undefined: that of the worker's type. */
  readonly format?: TelemetryFormat
  /** Milliseconds between two scrapes during a load. */
  readonly intervalMs: number
  /** Metrics that the user configures for this exporter, which override those of the format. */
  readonly metrics: Readonly<Partial<Record<TelemetryName, MetricSelection>>>
}

/** Selects the series of one metric. */
export interface MetricSelection {
  readonly name: string
  /** Labels that a series must have. */
  readonly labels?: Readonly<Record<string, string>>
  /** Undefined: the usual unit of the quantity. */
  readonly unit?: TelemetryUnit
}
