/**
 * The interval of the true value, as far as the sample shows: in the unit of the measurement. Both ends are
 * finite, `low` is not above `high`.
 */
export interface Interval {
  readonly low: number
  readonly high: number
  /** Between 0 and 1, e.g. 0.95. */
  readonly confidence: number
}
