/**
 * What kind of thing a metric measures. A condition must fit it.
 *
 * Values of each dimension, everywhere in the code:
 * `duration` milliseconds, `percentage` percentage points (30 is 30 %),
 * `multiplier` a plain factor, `rate` per second, `count` a number, `bytes` bytes,
 * `temperature` degrees Celsius, `frequency` megahertz, `power` watts,
 * `boolean`, `text` a string, `list` an array of strings,
 * `any` a JSON scalar whose type only the answer tells (a JSON path of a body).
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

/** A measured value; `null` says that nothing was measured (no data). */
export type MetricValue = number | boolean | string | readonly string[] | null

/** What a check declares of one metric. */
export interface MetricDeclaration {
  readonly dimension: Dimension
  readonly description: string
  /** Which way it gets better; undefined: neither, or nobody compares it with a baseline. */
  readonly better?: Better
  /** Success rates of the same check that must be high enough for the metric to count; undefined: none. */
  readonly needs?: readonly string[]
}

/** Which way a metric gets better. */
export type Better = 'higher' | 'lower'

/** Metrics by name; a name ending in `.*` declares a family (`json.*`, `header.*`). */
export type MetricTable = Readonly<Record<string, MetricDeclaration>>
