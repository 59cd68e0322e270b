import type { Across, TelemetryName, TelemetryUnit } from '../units/telemetry-quantity.ts'

/** A metric that tells one quantity. */
export interface MetricName {
  readonly name: string
  /** Labels that a series must have; absent: all series count. */
  readonly labels?: Readonly<Record<string, string>>
  /** Absent: the quantity's own. */
  readonly unit?: TelemetryUnit
  /** What represents several series; absent: as the quantity has it. */
  readonly across?: Across
}

/** What a server or an exporter calls its metrics; of several names, the first that it has counts. */
export type MetricNames = Readonly<Partial<Record<TelemetryName, readonly MetricName[]>>>
