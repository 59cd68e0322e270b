import type { TelemetryFormat } from '../generated/cluster.ts'
import type { TelemetryName, TelemetryUnit } from '../units/telemetry-quantity.ts'

/** A page of metrics, as Prometheus text, that tells of a worker. */
export interface TelemetrySource {
  /** Undefined: `/metrics` of the worker itself. */
  readonly url?: string
  /** Undefined: that of the worker's type. */
  readonly format?: TelemetryFormat
  /** Milliseconds between two scrapes during a load. */
  readonly intervalMs: number
  /** What the user says of this exporter, before what is known of the format. */
  readonly metrics: Readonly<Partial<Record<TelemetryName, MetricSelection>>>
}

/** The series of one metric that are meant. */
export interface MetricSelection {
  readonly name: string
  /** Labels that a series must have. */
  readonly labels?: Readonly<Record<string, string>>
  /** Undefined: the usual one of what it measures. */
  readonly unit?: TelemetryUnit
}
