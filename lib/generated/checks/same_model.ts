// Generated from the schemas by `npm run generate`. Do not edit.

export interface SameModelOptions {
  /**
   * How long one request may take, as a duration with a unit. Default: `10s`. Example: `timeout: 5s`.
   */
  timeout: string
}

/** The metrics that `same_model` measures. */
export type SameModelMetrics =
  | 'same'
  | 'models'
  | 'differing'
  | 'quantizations'
  | 'sizes'
  | 'unknown'
