/**
 * Where the true value lies, as far as the sample shows: between these two, in the unit of what was
 * measured. Both ends are finite, `low` is not above `high`.
 */
export interface Interval {
  readonly low: number
  readonly high: number
  /** Between 0 and 1, e.g. 0.95. */
  readonly confidence: number
}
