// Generated from the schemas by `npm run generate`. Do not edit.

export interface TcpOptions {
  /**
   * Another host to connect to instead of the worker: a name or an IP address. Default: the worker's own host. Example: `host: 10.247.162.71`.
   */
  host?: string
  /**
   * Another port to connect to. Default: the worker's own port. Example: `port: 22`.
   */
  port?: number
  /**
   * How many connections to make, one after the other. Default: 1. Example: `count: 20`.
   */
  count: number
  /**
   * Pause between two connections, as a duration with a unit. Default: `200ms`. Example: `interval: 50ms`.
   */
  interval: string
  /**
   * How long to wait for one connection, as a duration with a unit. It takes about `2s` to distinguish a host that is off from a firewall. Default: `2s`. Example: `timeout: 5s`.
   */
  timeout: string
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

/** The metrics that `tcp` measures. */
export type TcpMetrics =
  | 'open'
  | 'state'
  | 'connect_time'
  | 'connect_time.min'
  | 'connect_time.max'
  | 'success_rate'
  | 'success_rate.lower_bound'
  | 'address'
