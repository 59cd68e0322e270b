/**
 * What the metrics of `clustergate serve` tell of an objective. A kind of signal is one PromQL expression;
 * the limit is what the spec declares.
 */
export type LiveSignal = SuccessSignal | TimeSignal | ShareSignal | SlotsSignal | StateSignal

/** The share of requests that ended well, of all that their callers waited for. */
export interface SuccessSignal {
  readonly kind: 'success'
  /** In percent: that many may fail. */
  readonly budgetPercent: number
  /** Whether failing exactly so many is already too much. */
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
  /** The live time is a part of the declared one: above the limit the objective is missed for certain. */
  readonly isPart: boolean
  /** Of each worker by itself. */
  readonly isPerWorker: boolean
  /** Absent: all of them. */
  readonly workers?: readonly string[]
  readonly load: DeclaredLoad
}

export type Histogram =
  | 'clustergate_service_seconds'
  | 'clustergate_time_to_first_token_seconds'
  | 'clustergate_queue_wait_seconds'

/** Up to which load an objective is declared; above it promises nothing. */
export type DeclaredLoad =
  | { readonly kind: 'concurrency'; readonly requests: number }
  /** As many as the workers have slots. */
  | { readonly kind: 'slots' }
  | { readonly kind: 'rate'; readonly perSecond: number }
  /** One request at a worker at a time. */
  | { readonly kind: 'alone' }

/** The share of what is served that a worker serves. */
export interface ShareSignal {
  readonly kind: 'share'
  /** Absent: each. */
  readonly worker?: string
  /** In percent. */
  readonly low?: number
  readonly high?: number
  /** How many the check counts: fewer say nothing of shares. */
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

/** A signal, or why the metrics tell nothing of it. */
export type Watched = { readonly signal: LiveSignal } | { readonly reason: string }
