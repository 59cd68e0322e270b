// Generated from the schemas by `npm run generate`. Do not edit.

export interface SlotsOptions {
  /**
   * How many requests each place of the ladder sends, one after the other. Default: 3. Example: `rounds: 5`.
   */
  rounds: number
  /**
   * Maximum tokens per response: long enough that responses overlap; `none` sends no limit. Default: 32. Example: `max_tokens: 64`.
   */
  max_tokens: 'none' | number
  /**
   * How far the ladder goes. Default: twice what the cluster file claims. Example: `up_to: 16`.
   */
  up_to?: number
  /**
   * How long one request may take, as a duration with a unit. Default: `30s`. Example: `timeout: 60s`.
   */
  timeout: string
}

/** The metrics that `slots` measures. */
export type SlotsMetrics =
  | 'claimed'
  | 'slots'
  | 'claim_holds'
  | 'serialises'
  | 'streams.max'
  | 'gain.at_2'
  | 'gain.at_claimed'
  | 'gain.max'
  | 'method'
  | 'success_rate'
  | `latency.${string}`
