import type { Across, TelemetryName, TelemetryUnit } from '../units/telemetry-quantity.ts'

/** A metric of one quantity. */
export interface MetricName {
  readonly name: string
  /** Labels that a series must have; absent: all series count. */
  readonly labels?: Readonly<Record<string, string>>
  /** Absent: the unit of the quantity. */
  readonly unit?: TelemetryUnit
  /** How several series are combined; absent: the way of the quantity. */
  readonly across?: Across
}

/** The names of a server's or an exporter's metrics; of several names, the first that exists counts. */
export type MetricNames = Readonly<Partial<Record<TelemetryName, readonly MetricName[]>>>
