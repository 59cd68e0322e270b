/**
 * The kind of quantity that a metric measures. A condition must match it.
 *
 * Values of each dimension, everywhere in the code: `duration` milliseconds, `percentage` percentage points
 * (30 is 30 %), `multiplier` a plain factor, `rate` per second, `count` a number, `bytes` bytes,
 * `temperature` degrees Celsius, `frequency` megahertz, `power` watts, `boolean`, `text` a string, `list`
 * an array of strings, `any` a JSON scalar whose type depends on the response (a JSON path of a body).
 */
export type Dimension =
  | 'duration'
  | 'percentage'
  | 'multiplier'
  | 'rate'
  | 'count'
  | 'bytes'
  | 'temperature'
  | 'frequency'
  | 'power'
  | 'boolean'
  | 'text'
  | 'list'
  | 'any'

/** A measured value; `null`: nothing was measured (no data). */
export type MetricValue = number | boolean | string | readonly string[] | null

/** The declaration of a metric in a check. */
export interface MetricDeclaration {
  readonly dimension: Dimension
  readonly description: string
  /** Its better direction; undefined: none, or it is never compared with a baseline. */
  readonly better?: Better
  /** Success rates of the same check that must be high enough for the metric to count; undefined: none. */
  readonly needs?: readonly string[]
}

/** The better direction of a metric. */
export type Better = 'higher' | 'lower'

/** Metrics by name; a name ending in `.*` declares a family (`json.*`, `header.*`). */
export type MetricTable = Readonly<Record<string, MetricDeclaration>>
