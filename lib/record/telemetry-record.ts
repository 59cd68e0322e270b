import type { TelemetryName } from '../units/telemetry-quantity.ts'

/** What the exporters of one worker reported during a load. */
export interface WorkerTelemetry {
  readonly sources: readonly ScrapedSource[]
  /** Of each quantity what the first source told that has it. */
  readonly series: Readonly<Partial<Record<TelemetryName, TelemetrySeries>>>
  /** Of the other quantities, why nothing is known of them. */
  readonly missing: Readonly<Partial<Record<TelemetryName, string>>>
}

/** How the scrapes of one page went. */
export interface ScrapedSource {
  /** Without its query, which may hold a secret. */
  readonly url: string
  readonly scrapes: number
  readonly failed: number
  /** The first failure; absent where there was none. */
  readonly failure?: string
}

/** Values over the time of a load, in the unit of the quantity's dimension. */
export interface TelemetrySeries {
  /** The page that told them, as its source has it. */
  readonly url: string
  /** How many scrapes they come from. */
  readonly count: number
  readonly min: number
  readonly max: number
  readonly avg: number
  /** Of a counter: how much it grew during the load, its restarts taken into account. */
  readonly increase?: number
  /** In order; of many scrapes, each point is the worst of several. */
  readonly points: readonly TelemetryPoint[]
}

/** One value of a series. */
export interface TelemetryPoint {
  /** Since the start of the load, in milliseconds. */
  readonly atMs: number
  readonly value: number
}
