import type { TelemetryName } from '../units/telemetry-quantity.ts'

/** The reports of one worker's exporters during a load. */
export interface WorkerTelemetry {
  readonly sources: readonly ScrapedSource[]
  /** For each quantity the series of the first source that has it. */
  readonly series: Readonly<Partial<Record<TelemetryName, TelemetrySeries>>>
  /** For the other quantities, why nothing is known about them. */
  readonly missing: Readonly<Partial<Record<TelemetryName, string>>>
}

/** Counts of the scrapes of one page. */
export interface ScrapedSource {
  /** Without its query, which may contain a secret. */
  readonly url: string
  readonly scrapes: number
  readonly failed: number
  /** The first failure; absent if there was none. */
  readonly failure?: string
}

/** Values over the time of a load, in the unit of the quantity's dimension. */
export interface TelemetrySeries {
  /** The page of the values, as in its source. */
  readonly url: string
  /** Number of scrapes with a value. */
  readonly count: number
  readonly min: number
  readonly max: number
  readonly avg: number
  /** For a counter: its increase during the load, across restarts. */
  readonly increase?: number
  /** In order; with many scrapes, each point is the worst of several. */
  readonly points: readonly TelemetryPoint[]
}

/** One value of a series. */
export interface TelemetryPoint {
  /** Since the start of the load, in milliseconds. */
  readonly atMs: number
  readonly value: number
}
