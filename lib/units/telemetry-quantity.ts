import type { NumericDimension } from './dimension-words.ts'

/** What a worker's exporters report of its inside, by the name that files use. */
export type TelemetryName =
  | 'requests_running'
  | 'requests_waiting'
  | 'kv_cache'
  | 'preemptions'
  | 'temperature'
  | 'clock'
  | 'power'

/** How one of them is read and summed up. */
export interface TelemetryQuantity {
  readonly dimension: NumericDimension
  /** In a heading and in a sentence: `temperature`. */
  readonly words: string
  /** What represents a worker whose exporter has a series of each device or engine. */
  readonly across: Across
  /** The end that is of interest, over time and over workers. */
  readonly worst: 'max' | 'min'
  /** `count`: a counter that only grows, of which the increase during the load is measured. */
  readonly kind: 'gauge' | 'count'
  /** Its mean over the load is a metric as well. */
  readonly hasMean?: true
  /** Changes so slowly that a scrape right before or after a load says something of the load as well. */
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

/** The unit that an exporter measures in, as a cluster file writes it. */
export type TelemetryUnit = '°C' | 'Hz' | 'kHz' | 'MHz' | 'GHz' | 'mW' | 'W' | 'kW' | 'ratio' | '%'

/** What exporters measure in: one of it is `factor` of the dimension's own unit. */
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
