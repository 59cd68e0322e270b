// Generated from the schemas by `npm run generate`. Do not edit.

export interface IdleOptions {
  /**
   * How often to read the server's count, or how many short requests to time. Default: 10. Example: `samples: 20`.
   */
  samples: number
  /**
   * How to find out: `auto` reads the server's count, and measures times if the server does not report one; `timing` always measures times. Default: `auto`. Example: `method: timing`.
   */
  method: 'auto' | 'timing'
  /**
   * Mean time between two readings, and the maximum pause between two short requests, as a duration with a unit. Default: `100ms`. Example: `interval: 1s`.
   */
  interval: string
  /**
   * How much longer than the fastest a quarter of the short requests may take on a worker that counts as idle, as a percentage. Default: `50%`. Example: `spread: 30%`.
   */
  spread: string
  /**
   * Maximum tokens per response to the short requests; `none` sends no limit. Default: 1. Example: `max_tokens: 4`.
   */
  max_tokens: 'none' | number
  /**
   * Timeout of one reading, as a duration with a unit. Default: `10s`. Example: `timeout: 5s`.
   */
  timeout: string
}

/** The metrics that `idle` measures. */
export type IdleMetrics =
  | 'idle'
  | 'requests_running'
  | 'method'
  | 'latency.p50'
  | 'latency.spread'
  | 'other_models'
  | 'other_models.count'
