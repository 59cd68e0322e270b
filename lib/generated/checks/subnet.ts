// Generated from the schemas by `npm run generate`. Do not edit.

export interface SubnetOptions {
  /**
   * The network that all addresses must be in, in CIDR notation. Overrides `network.subnet` of the cluster file. Default: that, or the network of this host's interface. Example: `cidr: 10.247.0.0/16`.
   */
  cidr?: string
}

/** The metrics that `subnet` measures. */
export type SubnetMetrics =
  | 'same_subnet'
  | 'on_link'
  | 'subnets'
  | 'interface'
  | 'interfaces'
  | 'gateway'
  | 'source'
