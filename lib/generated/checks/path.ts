// Generated from the schemas by `npm run generate`. Do not edit.

export interface PathOptions {
  /**
   * How many hops to look at before giving up. Default: 16. Example: `max_hops: 4`.
   */
  max_hops: number
  /**
   * Whether to measure the largest packet that passes without fragmentation. Default: `true`. Example: `mtu: false`.
   */
  mtu: boolean
  /**
   * How long following the route may take, and measuring the largest packet again as long, as a duration with a unit. Default: `10s`. Example: `timeout: 5s`.
   */
  timeout: string
  /**
   * Another host to follow the route to: a name or an IP address. Default: the worker's own host. Example: `host: 10.247.162.1`.
   */
  host?: string
  /**
   * From which agents it is probed, by each from where it is: `each agent`, those named, or those with one of these `tags`. Every condition must hold from everywhere. Default: this machine. Example: `from: each agent`.
   */
  from?:
    | 'each agent'
    | string[]
    | {
        /**
         * Tags of which an agent has at least one. Required. Example: `tags: [rack-1]`.
         *
         * @minItems 1
         * @maxItems 100
         */
        tags: string[]
      }
}

/** The metrics that `path` measures. */
export type PathMetrics =
  | 'mtu'
  | 'hops'
  | 'reached'
  | 'route'
