// Generated from the schemas by `npm run generate`. Do not edit.

export interface PingOptions {
  /**
   * How many packets to send. More packets prove a tighter bound on the loss: 0 of 10 lost only shows that it is below 26 % (at 95 %). Default: 10. Example: `count: 100`.
   */
  count: number
  /**
   * Time between two packets, as a duration with a unit. An unprivileged user may not go below `2ms`. Default: `200ms`. Example: `interval: 50ms`.
   */
  interval: string
  /**
   * How long to wait for the reply to one packet, as a duration with a unit. Default: `2s`. Example: `timeout: 500ms`.
   */
  timeout: string
  /**
   * Bytes of payload in one packet, without headers; by TCP, packets carry none. Default: 56 (64 bytes with the ICMP header). Example: `size: 1400`.
   */
  size: number
  /**
   * What is sent: `icmp` echo requests by the system's ping, `tcp` round trips (a connection to the worker's port each), or `auto`: ICMP where this machine can send it, else TCP. Every report says which it was, and why. `icmp` insists: where this machine cannot send it, the check is an error. Default: `auto`. Example: `method: tcp`.
   */
  method: 'auto' | 'icmp' | 'tcp'
  /**
   * Another host to ping instead of the worker: a name or an IP address. Default: the worker's own host. Example: `host: 10.247.162.1`.
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

/** The metrics that `ping` measures. */
export type PingMetrics =
  | 'packet_loss'
  | 'packet_loss.upper_bound'
  | 'packet_loss.lower_bound'
  | 'packets.sent'
  | 'packets.received'
  | 'packets.duplicates'
  | 'rtt.min'
  | 'rtt.avg'
  | 'rtt.max'
  | 'rtt.mdev'
  | 'rtt.p95'
  | 'jitter'
  | 'method'
  | 'method.reason'
  | 'address'
