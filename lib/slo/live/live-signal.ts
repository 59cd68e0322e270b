/**
 * The metrics of `clustergate serve` for an objective. A kind of signal is one PromQL expression; the limit
 * is that of the spec.
 */
export type LiveSignal = SuccessSignal | TimeSignal | ShareSignal | SlotsSignal | StateSignal

/** The share of requests that succeeded, of all that callers waited for. */
export interface SuccessSignal {
  readonly kind: 'success'
  /** In percent: this many may fail. */
  readonly budgetPercent: number
  /** Whether failing exactly this many is already too much. */
  readonly isStrict: boolean
}

/** A quantile or the mean of one of the histograms. */
export interface TimeSignal {
  readonly kind: 'time'
  readonly histogram: Histogram
  /** Between 0 and 1, or the mean. */
  readonly statistic: number | 'mean'
  readonly limitSeconds: number
  readonly isStrict: boolean
  /** The live time is a part of the declared one: above the limit the objective is certainly missed. */
  readonly isPart: boolean
  /** Separately for each worker. */
  readonly isPerWorker: boolean
  /** Absent: all of them. */
  readonly workers?: readonly string[]
  readonly load: DeclaredLoad
}

export type Histogram =
  | 'clustergate_service_seconds'
  | 'clustergate_time_to_first_token_seconds'
  | 'clustergate_queue_wait_seconds'

/** The highest load of an objective; above it nothing is promised. */
export type DeclaredLoad =
  | { readonly kind: 'concurrency'; readonly requests: number }
  /** As many as the workers have slots. */
  | { readonly kind: 'slots' }
  | { readonly kind: 'rate'; readonly perSecond: number }
  /** One request per worker at a time. */
  | { readonly kind: 'alone' }

/** The share of served requests of a worker. */
export interface ShareSignal {
  readonly kind: 'share'
  /** Absent: each. */
  readonly worker?: string
  /** In percent. */
  readonly low?: number
  readonly high?: number
  /** Sample size of the check: fewer show nothing about shares. */
  readonly requests: number
  readonly load: DeclaredLoad
}

/** Whether a worker has more requests in flight than slots. */
export interface SlotsSignal {
  readonly kind: 'slots'
}

/** Whether a worker is out of rotation. */
export interface StateSignal {
  readonly kind: 'state'
  readonly states: readonly string[]
  /** Absent: all of them. */
  readonly workers?: readonly string[]
}

/** A signal, or why the metrics cannot show it. */
export type Watched = { readonly signal: LiveSignal } | { readonly reason: string }
