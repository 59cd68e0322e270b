import type { NumericDimension } from './dimension-words.ts'

/** A quantity of telemetry, by its name in files. */
export type TelemetryName =
  | 'requests_running'
  | 'requests_waiting'
  | 'kv_cache'
  | 'preemptions'
  | 'temperature'
  | 'clock'
  | 'power'

/** How one of them is read and aggregated. */
export interface TelemetryQuantity {
  readonly dimension: NumericDimension
  /** In a heading and in a sentence: `temperature`. */
  readonly words: string
  /** How the series of several devices or engines of one worker are combined. */
  readonly across: Across
  /** The relevant extreme, over time and over workers. */
  readonly worst: 'max' | 'min'
  /** `count`: a monotonic counter, of which the increase during the load is measured. */
  readonly kind: 'gauge' | 'count'
  /** Its mean over the load is a metric as well. */
  readonly hasMean?: true
  /** Changes so slowly that a scrape right before or after a load is representative of the load as well. */
  readonly isSlow?: true
}

export type Across = 'max' | 'min' | 'sum'

export const telemetryQuantities: Readonly<Record<TelemetryName, TelemetryQuantity>> = {
  requests_running: {
    dimension: 'count',
    words: 'requests running',
    across: 'sum',
    worst: 'max',
    kind: 'gauge',
    hasMean: true,
  },
  requests_waiting: {
    dimension: 'count',
    words: 'requests waiting inside',
    across: 'sum',
    worst: 'max',
    kind: 'gauge',
    hasMean: true,
  },
  kv_cache: {
    dimension: 'percentage',
    words: 'KV cache in use',
    across: 'max',
    worst: 'max',
    kind: 'gauge',
  },
  preemptions: {
    dimension: 'count',
    words: 'preemptions',
    across: 'sum',
    worst: 'max',
    kind: 'count',
  },
  temperature: {
    dimension: 'temperature',
    words: 'temperature',
    across: 'max',
    worst: 'max',
    kind: 'gauge',
    isSlow: true,
  },
  clock: {
    dimension: 'frequency',
    words: 'clock',
    across: 'min',
    worst: 'min',
    kind: 'gauge',
  },
  power: {
    dimension: 'power',
    words: 'power',
    across: 'sum',
    worst: 'max',
    kind: 'gauge',
    hasMean: true,
  },
}

export const telemetryNames = Object.keys(telemetryQuantities) as readonly TelemetryName[]

/** The unit of an exporter, as written in a cluster file. */
export type TelemetryUnit = '°C' | 'Hz' | 'kHz' | 'MHz' | 'GHz' | 'mW' | 'W' | 'kW' | 'ratio' | '%'

/** Units of exporters: one of it is `factor` of the dimension's own unit. */
export const telemetryUnits: Readonly<
  Record<TelemetryUnit, { readonly dimension: NumericDimension; readonly factor: number }>
> = {
  '°C': { dimension: 'temperature', factor: 1 },
  Hz: { dimension: 'frequency', factor: 1e-6 },
  kHz: { dimension: 'frequency', factor: 1e-3 },
  MHz: { dimension: 'frequency', factor: 1 },
  GHz: { dimension: 'frequency', factor: 1e3 },
  mW: { dimension: 'power', factor: 1e-3 },
  W: { dimension: 'power', factor: 1 },
  kW: { dimension: 'power', factor: 1e3 },
  ratio: { dimension: 'percentage', factor: 100 },
  '%': { dimension: 'percentage', factor: 1 },
}
